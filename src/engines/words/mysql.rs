//! MySQL's words with one difference to the library's: a comment that a server would execute stays a comment, so that it
//! is seen as what it is.

use sqlparser::dialect::{Dialect, MySqlDialect};
use std::any::TypeId;

#[derive(Debug, Default)]
pub(super) struct Mysql(MySqlDialect);

impl Dialect for Mysql {
    fn dialect(&self) -> TypeId {
        self.0.dialect()
    }

    fn is_identifier_start(&self, c: char) -> bool {
        self.0.is_identifier_start(c)
    }

    fn is_identifier_part(&self, c: char) -> bool {
        self.0.is_identifier_part(c)
    }

    fn is_delimited_identifier_start(&self, c: char) -> bool {
        self.0.is_delimited_identifier_start(c)
    }

    fn supports_string_literal_backslash_escape(&self) -> bool {
        self.0.supports_string_literal_backslash_escape()
    }

    fn ignores_wildcard_escapes(&self) -> bool {
        self.0.ignores_wildcard_escapes()
    }

    fn supports_numeric_prefix(&self) -> bool {
        self.0.supports_numeric_prefix()
    }

    fn supports_hash_comment(&self) -> bool {
        self.0.supports_hash_comment()
    }

    fn requires_single_line_comment_whitespace(&self) -> bool {
        self.0.requires_single_line_comment_whitespace()
    }

    fn supports_nested_comments(&self) -> bool {
        self.0.supports_nested_comments()
    }

    fn supports_multiline_comment_hints(&self) -> bool {
        false
    }
}
