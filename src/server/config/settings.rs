//! The one table of settings: `vizboard config`, the file, the README and their guards read it.

/// Every variable of ours but [`DATABASE_URL`] and [`SMTP_URL`] starts like this.
pub(super) const PREFIX: &str = "VIZBOARD_";
pub(super) const DATABASE_URL: &str = "DATABASE_URL";
pub(super) const SMTP_URL: &str = "SMTP_URL";

/// How a value appears in `vizboard config`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    Open,
    /// Everything but the password in an address.
    WithoutPassword,
    Masked,
}

/// One setting.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// Name of the environment variable.
    pub variable: &'static str,
    /// The value when nothing is given; empty means unset.
    pub default: &'static str,
    /// Meaning and unit, for the README and the file.
    pub help: &'static str,
    pub show: Show,
}

impl Setting {
    /// The key in `vizboard.toml`: the variable in lower case without its prefix.
    pub fn key(&self) -> String {
        self.variable.strip_prefix(PREFIX).unwrap_or(self.variable).to_ascii_lowercase()
    }

    /// Whether the value must never be printed whole.
    pub fn is_secret(&self) -> bool {
        self.show != Show::Open
    }

    /// The data directory holds the file, so it cannot be named in it.
    pub(super) fn only_in_environment(&self) -> bool {
        self.variable == "VIZBOARD_DATA_DIR"
    }
}

const fn open(variable: &'static str, default: &'static str, help: &'static str) -> Setting {
    Setting { variable, default, help, show: Show::Open }
}

const fn masked(variable: &'static str, help: &'static str) -> Setting {
    Setting { variable, default: "", help, show: Show::Masked }
}

/// Every setting that exists.
pub const SETTINGS: &[Setting] = &[
    open("VIZBOARD_ADDR", "127.0.0.1:3000", "Address and port to listen on"),
    open("VIZBOARD_DATA_DIR", "./data", "Folder for the store, the key, the demo and vizboard.toml"),
    Setting {
        variable: DATABASE_URL,
        default: "",
        help: "VizBoard's own store, sqlite:FILE or postgres://USER:PASSWORD@HOST/DATABASE; a SQLite file in the data directory when unset",
        show: Show::WithoutPassword,
    },
    masked(
        "VIZBOARD_SECRET_KEY",
        "Key that seals passwords of connections, 64 hex characters (or a list id:hex, newest first); made in the data directory when unset",
    ),
    open("VIZBOARD_SQLITE_DIRS", "", "Folders, separated by commas, below which connections may open SQLite files; none when unset"),
    open("VIZBOARD_SIGNUP", "open", "Who may make an account: open, invite or closed"),
    open("VIZBOARD_OIDC_ISSUER", "", "OpenID Connect provider by which people sign in, exactly as it names itself: https://id.example.org"),
    open("VIZBOARD_OIDC_CLIENT_ID", "", "Client id that this provider gave to VizBoard"),
    masked("VIZBOARD_OIDC_CLIENT_SECRET", "Client secret that this provider gave to VizBoard"),
    open("VIZBOARD_OIDC_NAME", "OpenID Connect", "What the button for this provider calls it"),
    open("VIZBOARD_OIDC_SCOPES", "email profile", "Scopes to ask this provider for besides openid, separated by blanks"),
    open(
        "VIZBOARD_OIDC_DOMAINS",
        "",
        "Domains, separated by commas, whose confirmed addresses need no invitation to make an account by a provider; no others may then",
    ),
    open("VIZBOARD_GOOGLE_CLIENT_ID", "", "Client id for signing in with Google"),
    masked("VIZBOARD_GOOGLE_CLIENT_SECRET", "Client secret for signing in with Google"),
    open("VIZBOARD_GITHUB_CLIENT_ID", "", "Client id for signing in with GitHub"),
    masked("VIZBOARD_GITHUB_CLIENT_SECRET", "Client secret for signing in with GitHub"),
    open("VIZBOARD_GITHUB_URL", "https://github.com", "GitHub, or the address of an Enterprise Server"),
    Setting {
        variable: SMTP_URL,
        default: "",
        help: "Mail server, smtp://USER:PASSWORD@HOST:PORT (STARTTLS) or smtps://...; without one administrators hand links on",
        show: Show::WithoutPassword,
    },
    open("VIZBOARD_MAIL_FROM", "", "Sender of letters: VizBoard <vizboard@example.org>; needed with SMTP_URL"),
    open("VIZBOARD_COMPATIBLE_TABLES", "open", "Who may ask for compatible tables: open (whoever knows the ids) or owner"),
    open("VIZBOARD_TRUSTED_PROXIES", "", "Networks, separated by commas, whose X-Forwarded-For is believed"),
    open(
        "VIZBOARD_PUBLIC_URL",
        "",
        "Address at which people reach this server, https://vizboard.example.org; with https, cookies are Secure",
    ),
    open(
        "VIZBOARD_NETWORK_POLICY",
        "private",
        "Database hosts that may be reached: private (loopback and private networks too), public, or a list of networks",
    ),
    open("VIZBOARD_EMBED_ORIGINS", "", "Origins, separated by commas, of which boards may show pictures and pages: https://example.org"),
    open("VIZBOARD_PASSWORD_MIN", "8", "Least length of a password in characters, 6 to 64"),
    open(
        "VIZBOARD_REQUIRE_SECOND_FACTOR",
        "none",
        "Who must have a second factor: none, or admins (administrators of the server, before they administer anything)",
    ),
    open("VIZBOARD_ADMIN_USERNAME", "", "User name of the first administrator, made when the store is empty"),
    open("VIZBOARD_ADMIN_EMAIL", "", "E-mail of the first administrator"),
    masked("VIZBOARD_ADMIN_PASSWORD", "Password of the first administrator"),
    open("VIZBOARD_ATTEMPTS_PER_ACCOUNT", "10", "Failed log-ins a minute before an account has to wait"),
    open("VIZBOARD_ATTEMPTS_PER_ADDRESS", "30", "Failed tries, new accounts and files of links a minute before an address has to wait"),
    open("VIZBOARD_CACHE_MB", "64", "Memory for answers of databases that widgets allow to be shown again, 0 to 65536; 0 keeps none"),
    masked(
        "VIZBOARD_PADDLE_KEY",
        "Key that billing events of Paddle carry in their address, at least 16 characters; none are taken in when unset",
    ),
    open("VIZBOARD_PADDLE_PUBLIC_KEY", "", "Public key with which their signatures are checked; the key alone counts when unset"),
    open("VIZBOARD_MAX_CONNECTIONS", "4096", "Open browser connections; more are answered 503 and closed"),
    open("VIZBOARD_ISOLATE", "mysql", "Databases that are read by processes apart from the server: mysql (MariaDB too), or all"),
    open("VIZBOARD_WORKERS", "16", "Most of these processes at once, one for each team that reads, 1 to 1000"),
    open("VIZBOARD_UPLOAD_LIMIT", "100", "Most megabytes of one uploaded file, 1 to 10000"),
    open("VIZBOARD_DATABASE_LIMIT", "100", "Most megabytes of a hosted database, 1 to 100000"),
    open("VIZBOARD_DATABASE_TABLES", "100", "Most tables and views of a hosted database, 1 to 10000"),
    open("VIZBOARD_DATABASE_COLUMNS", "500", "Most columns of a table of a hosted database, 1 to 2000"),
    open("VIZBOARD_DATABASE_ROWS", "1000000", "Most rows of a table of a hosted database, 1 to 1000000000"),
    open("VIZBOARD_DATABASES_PER_TEAM", "1000", "Most hosted databases of a team, 1 to 1000000"),
    open(
        "VIZBOARD_ANONYMOUS_DATABASES",
        "off",
        "Whether people without an account may make hosted databases, which go after ten days: off or on",
    ),
    open("VIZBOARD_AUDIT_DAYS", "365", "Days that entries of the audit log stay, 1 to 36500"),
    open("VIZBOARD_BACKUP_DIR", "", "Folder for backups that the server makes; none when unset"),
    open("VIZBOARD_BACKUP_EVERY", "24h", "Time between backups in that folder, as 30m, 12h or 7d; off makes none by itself"),
    open("VIZBOARD_BACKUP_KEEP", "7", "Backups that stay in that folder, 1 to 10000; the oldest go first"),
    open("VIZBOARD_LOG", "info", "What is logged, as a filter: info, or vizboard=debug,sqlx=warn"),
    open("VIZBOARD_LOG_FORMAT", "text", "Form of the log: text or json"),
];
