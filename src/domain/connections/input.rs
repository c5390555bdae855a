//! The connection object as it is written: rules, and what becomes of the stored password.

use crate::{
    error::{AppError, Result},
    model::{
        access::{Access, ConnectionOptions, Secret},
        connection::{ConnectionInput, KEEP_CURRENT_PASSWORD},
        engine::EngineKind,
        rules,
        ulid::DatabaseId,
    },
};

/// Said when a stored password may not be used for what is asked (00-conventions, KEEP_CURRENT_PASSWORD).
pub(crate) const ENTER_PASSWORD: &str = "Enter the password again: the server it would be sent to changed";

/// Longest path of a SQLite file and longest pasted certificate.
const MAX_PATH: usize = 1_000;
const MAX_CA: usize = 64 * 1024;

/// A connection object whose rules hold, before its password is decided.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    pub title: String,
    kind: EngineKind,
    host: String,
    port: u16,
    database: String,
    user: String,
    password: Password,
    /// Absent keeps those of a stored connection.
    options: Option<ConnectionOptions>,
}

/// What to do about the password.
#[derive(Clone, Debug, PartialEq)]
enum Password {
    Keep,
    Set(Secret),
}

/// Checks one connection object. `at` is the name of the object in the request (`connections[0]`), so that an
/// error names its field.
pub(crate) fn draft(at: &str, input: &ConnectionInput) -> Result<Draft> {
    let field = |name: &str| format!("{at}[{name}]");
    let given = |value: &Option<String>| value.as_deref().unwrap_or_default().to_owned();

    let title = given(&input.title).trim().to_owned();
    rules::connection_title(&field("title"), &title)?;
    let kind = kind(&field("type"), input.kind.as_deref())?;
    let options = input.options.clone().map(|options| checked_options(at, options)).transpose()?;

    if kind == EngineKind::Hosted {
        let id = given(&input.database);
        let missing = || AppError::field(field("database"), "Give the id of a hosted database of the project's team");
        let database = DatabaseId::parse(id.trim()).ok_or_else(missing)?.to_string();
        let password = Password::Set(Secret::default());
        return Ok(Draft { title, kind, host: String::new(), port: 0, database, user: String::new(), password, options: None });
    }
    if kind == EngineKind::Sqlite {
        let database = given(&input.database).trim().to_owned();
        sqlite_path(&field("database"), &database)?;
        let password = Password::Set(Secret::default());
        return Ok(Draft { title, kind, host: String::new(), port: 0, database, user: String::new(), password, options: None });
    }

    let host = given(&input.host).trim().to_owned();
    rules::host(&field("host"), &host)?;
    let port = input.port.ok_or_else(|| AppError::field(field("port"), "Port is required"))?;
    let port = rules::port(&field("port"), port)?;
    let database = given(&input.database);
    rules::database_name(&field("database"), &database)?;
    let user = given(&input.user);
    rules::database_user(&field("user"), &user)?;
    let password = password(&field("password"), input)?;
    Ok(Draft { title, kind, host, port, database, user, password, options })
}

fn kind(field: &str, given: Option<&str>) -> Result<EngineKind> {
    match given {
        None => Ok(EngineKind::Postgres),
        Some(name) => EngineKind::parse(name).ok_or_else(|| AppError::field(field, "Type must be postgres, mysql, sqlite or hosted")),
    }
}

fn sqlite_path(field: &str, path: &str) -> Result<()> {
    if path.is_empty() {
        return Err(AppError::field(field, "Path of the SQLite file is required"));
    }
    if path.chars().count() > MAX_PATH {
        return Err(AppError::field(field, format!("Path must be at most {MAX_PATH} characters")));
    }
    if path.contains(char::is_control) {
        return Err(AppError::field(field, "Path must not contain control characters"));
    }
    Ok(())
}

fn checked_options(at: &str, options: ConnectionOptions) -> Result<ConnectionOptions> {
    let ca = options.ca.map(|ca| ca.trim().to_owned()).filter(|ca| !ca.is_empty());
    if let Some(ca) = &ca {
        let field = format!("{at}[options][ca]");
        if ca.len() > MAX_CA {
            return Err(AppError::field(field, "The certificate must be at most 64 KiB"));
        }
        if !ca.starts_with("-----BEGIN CERTIFICATE-----") || ca.contains('\0') {
            return Err(AppError::field(field, "Paste the certificate in PEM form: it begins with -----BEGIN CERTIFICATE-----"));
        }
    }
    Ok(ConnectionOptions { ca, ..options })
}

/// `keepPassword` decides where it is given, so that a password that happens to read like the sentinel can be
/// stored too; else the sentinel does.
fn password(field: &str, input: &ConnectionInput) -> Result<Password> {
    let text = input.password.as_ref().map(Secret::expose).unwrap_or_default();
    if input.keep_password.unwrap_or(text == KEEP_CURRENT_PASSWORD) {
        return Ok(Password::Keep);
    }
    if text.is_empty() {
        return Err(AppError::field(field, "Password is required"));
    }
    if text.contains('\0') {
        return Err(AppError::field(field, "Password must not contain a NUL character"));
    }
    if text.len() > 1024 {
        return Err(AppError::field(field, "Password must be at most 1024 bytes"));
    }
    Ok(Password::Set(Secret::new(text)))
}

impl Draft {
    /// The access object to store or to try. `stored` is the one of the connection that is being changed.
    /// A kept password stays with the server it was entered for.
    pub(crate) fn access(self, at: &str, stored: Option<&Access>) -> Result<Access> {
        let kept_options = || stored.filter(|stored| stored.kind == self.kind).map(|stored| stored.options.clone());
        let options = self.options.clone().or_else(kept_options).unwrap_or_default();
        let new = Access {
            kind: self.kind,
            host: self.host,
            port: self.port,
            database: self.database,
            user: self.user,
            password: Secret::default(),
            options,
        };
        let password = match self.password {
            Password::Set(password) => password,
            Password::Keep => match stored {
                Some(stored) if stored.same_server(&new) && !stored.password.is_empty() => stored.password.clone(),
                _ => return Err(AppError::field(format!("{at}[password]"), ENTER_PASSWORD)),
            },
        };
        Ok(Access { password, ..new })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::access::TlsMode;

    fn written() -> ConnectionInput {
        ConnectionInput {
            title: Some("Sales".into()),
            host: Some("db.example.org".into()),
            port: Some(5432),
            database: Some("sales".into()),
            user: Some("reader".into()),
            password: Some("hunter22".into()),
            ..Default::default()
        }
    }

    fn stored() -> Access {
        draft("c", &written()).unwrap().access("c", None).unwrap()
    }

    #[test]
    fn every_field_has_its_rule() {
        type Change = fn(&mut ConnectionInput);
        let cases: [(&str, Change); 17] = [
            ("title", |c| c.title = None),
            ("title", |c| c.title = Some("x".repeat(51))),
            ("title", |c| c.title = Some("a\0".into())),
            ("database", |c| c.kind = Some("hosted".into())),
            ("type", |c| c.kind = Some("oracle".into())),
            ("host", |c| c.host = Some("a b".into())),
            ("host", |c| c.host = None),
            ("port", |c| c.port = Some(0)),
            ("port", |c| c.port = Some(65_536)),
            ("port", |c| c.port = None),
            ("database", |c| c.database = Some("a;b".into())),
            ("database", |c| c.database = Some("x".repeat(61))),
            ("user", |c| c.user = Some(String::new())),
            ("user", |c| c.user = Some("u".repeat(51))),
            ("password", |c| c.password = Some(Secret::default())),
            ("password", |c| c.password = None),
            ("password", |c| c.password = Some("a\0b".into())),
        ];
        assert!(draft("connections[0]", &written()).is_ok());
        for (field, change) in cases {
            let mut input = written();
            change(&mut input);
            let error = draft("connections[0]", &input).expect_err(field);
            assert_eq!(error.field.as_deref(), Some(format!("connections[0][{field}]").as_str()), "{}", error.text);
        }
    }

    #[test]
    fn sqlite_takes_a_path_and_ignores_the_rest() {
        let input = ConnectionInput {
            title: Some("File".into()),
            kind: Some("sqlite".into()),
            database: Some("demo/shop.db".into()),
            host: Some("not a host".into()),
            port: Some(-1),
            ..Default::default()
        };
        let access = draft("c", &input).unwrap().access("c", None).unwrap();
        assert_eq!((access.database.as_str(), access.host.as_str(), access.port), ("demo/shop.db", "", 0));
        let error = draft("c", &ConnectionInput { database: Some("  ".into()), ..input }).unwrap_err();
        assert_eq!(error.field.as_deref(), Some("c[database]"));
    }

    #[test]
    fn mysql_has_the_rules_of_postgres() {
        let mysql = || ConnectionInput { kind: Some("mysql".into()), port: Some(3306), ..written() };
        let access = draft("c", &mysql()).unwrap().access("c", None).unwrap();
        assert_eq!((access.kind, access.port, access.host.as_str()), (EngineKind::Mysql, 3306, "db.example.org"));
        let error = draft("c", &ConnectionInput { host: Some("a b".into()), ..mysql() }).unwrap_err();
        assert_eq!(error.field.as_deref(), Some("c[host]"));
    }

    #[test]
    fn a_stored_password_stays_with_its_server() {
        let keep = || ConnectionInput { password: Some(KEEP_CURRENT_PASSWORD.into()), ..written() };
        let access = |input: &ConnectionInput| draft("c", input).unwrap().access("c", Some(&stored()));
        for same in [
            ConnectionInput { title: Some("Other".into()), ..keep() },
            ConnectionInput { database: Some("other".into()), ..keep() },
            ConnectionInput { user: Some("other".into()), ..keep() },
            ConnectionInput { host: Some("DB.example.org".into()), ..keep() },
        ] {
            assert_eq!(access(&same).unwrap().password.expose(), "hunter22");
        }
        let tls = |tls| Some(ConnectionOptions { tls: Some(tls), ca: None });
        for changed in [
            ConnectionInput { host: Some("evil.example.org".into()), ..keep() },
            ConnectionInput { host: Some("db.example.org.".into()), ..keep() },
            ConnectionInput { port: Some(5433), ..keep() },
            ConnectionInput { options: tls(TlsMode::Disable), ..keep() },
        ] {
            let error = access(&changed).unwrap_err();
            assert_eq!((error.text.as_str(), error.field.as_deref()), (ENTER_PASSWORD, Some("c[password]")));
        }
        let new = draft("c", &keep()).unwrap().access("c", None).unwrap_err();
        assert_eq!(new.text, ENTER_PASSWORD, "nothing is stored for a new connection");
    }

    #[test]
    fn a_password_that_reads_like_the_sentinel_is_never_lost() {
        let literal = ConnectionInput { password: Some(KEEP_CURRENT_PASSWORD.into()), keep_password: Some(false), ..written() };
        let access = draft("c", &literal).unwrap().access("c", Some(&stored())).unwrap();
        assert_eq!(access.password.expose(), KEEP_CURRENT_PASSWORD);

        let kept = ConnectionInput { password: None, keep_password: Some(true), ..written() };
        assert_eq!(draft("c", &kept).unwrap().access("c", Some(&stored())).unwrap().password.expose(), "hunter22");
    }

    #[test]
    fn options_left_out_stay_as_they_are() {
        let strict = Access { options: ConnectionOptions { tls: Some(TlsMode::VerifyFull), ca: None }, ..stored() };
        let access = draft("c", &written()).unwrap().access("c", Some(&strict)).unwrap();
        assert_eq!(access.options.tls, Some(TlsMode::VerifyFull));
    }
}
