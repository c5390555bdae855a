//! What a MySQL or MariaDB server says went wrong, in words a person may read and act on.

use crate::{
    engines::{
        driver::{self, Said, Scene, Words, timed_out},
        network::Fault,
    },
    model::engine::{EngineError, Step},
};
use sqlx::mysql::MySqlDatabaseError;

pub const WORDS: Words = Words {
    product: "MySQL or MariaDB",
    oldest: "a MySQL server, version 5.7 or newer, or a MariaDB server, version 10.4 or newer",
    listens: "bind-address",
    encrypts: "Give the server a certificate (ssl_cert, ssl_key)",
    asks_safely: "caching_sha2_password or mysql_native_password",
};

pub fn explain(scene: &Scene<'_>, error: &sqlx::Error) -> Option<EngineError> {
    match error {
        sqlx::Error::Database(error) => {
            let number = error.try_downcast_ref::<MySqlDatabaseError>().map_or(0, MySqlDatabaseError::number);
            Some(server_said(scene, number, error.message()))
        }
        // The server does not know the password's hash yet and wants the password itself, under a key of its own that
        // nobody has vouched for.
        sqlx::Error::Configuration(_) if scene.fault.is_none() => Some(EngineError::new(
            Step::LogIn,
            "The server asked for the password itself, without encryption, so it was not sent.",
            "Choose the TLS mode \"require\" or a stricter one: the user's caching_sha2_password or sha256_password needs it.",
        )),
        // The encryption was only taken because it was offered.
        sqlx::Error::Protocol(cause) if scene.fault.is_none() && cause.contains("cleartext") => Some(scene.fault(Fault::ClearText)),
        sqlx::Error::Protocol(cause) if scene.fault.is_none() && cause.contains("authentication plugin") => {
            let plugin = cause.rsplit_once("plugin: ").map_or("?", |(_, plugin)| plugin);
            Some(EngineError::new(
                Step::LogIn,
                format!("The server wants user \"{}\" to log in by \"{}\".", scene.tidy(&scene.access.user), scene.tidy(plugin)),
                "Let the user log in by caching_sha2_password, sha256_password or mysql_native_password.",
            ))
        }
        _ => None,
    }
}

/// An error of the server with its number (MySQL: Server Error Message Reference; MariaDB: Error Codes).
fn server_said(scene: &Scene<'_>, number: u16, message: &str) -> EngineError {
    let (user, database, said) = (scene.tidy(&scene.access.user), scene.tidy(&scene.access.database), scene.tidy(message));
    match number {
        1045 | 1698 => EngineError::new(
            Step::LogIn,
            format!("The server refused user \"{user}\" with this password."),
            "Check user and password, the host from which the user may log in, and whether the user has to use TLS.",
        ),
        1129 | 1130 => EngineError::new(
            Step::LogIn,
            format!("The server lets nobody in from here: {said}"),
            "Create the user for the host that VizBoard comes from; FLUSH HOSTS unblocks a blocked one.",
        ),
        1251 | 1275 | 1820 | 1862 | 3118 | 4151 => EngineError::new(
            Step::LogIn,
            format!("The server does not let user \"{user}\" in: {said}"),
            "Look at the user's account: it may be locked, its password may have to be changed or be of an old form.",
        ),
        1040 | 1203 | 1226 => EngineError::new(
            Step::LogIn,
            "The server has no free connection left.",
            "Try again in a moment, or raise max_connections or the user's limits.",
        ),
        3159 => EngineError::new(
            Step::Tls,
            "The server takes encrypted connections only.",
            "Choose the TLS mode \"require\" or a stricter one.",
        ),
        1049 => EngineError::new(
            Step::Database,
            format!("The server has no database \"{database}\"."),
            "Check the name; upper and lower case may count.",
        ),
        1044 => EngineError::new(
            Step::Permission,
            format!("User \"{user}\" may not use database \"{database}\"."),
            "Check the database's name, and grant the user SELECT on it.",
        ),
        1142 | 1143 | 1227 | 1370 => EngineError::new(
            Step::Permission,
            format!("User \"{user}\" may not do this: {said}"),
            "Grant the user SELECT on the tables, and EXECUTE on the functions that views call.",
        ),
        1053 | 1077 | 1079 | 1927 => {
            EngineError::new(Step::Port, format!("The server at {} is stopping.", scene.place()), "Try again in a moment.")
        }
        1146 | 1054 => EngineError {
            missing_object: true,
            ..EngineError::new(
                Step::Query,
                format!("What was asked for is no longer in the database: {said}"),
                "Regenerate the schema of the connection.",
            )
        },
        1792 => EngineError::new(
            Step::Permission,
            format!("The database was asked to write, which VizBoard never allows while reading: {said}"),
            "A view or function of this database tries to change data.",
        ),
        1317 | 1969 | 3024 => timed_out(),
        _ => EngineError::new(Step::Query, format!("The database answered: {said}"), ""),
    }
}

/// What the server said about a person's statement. Stopped statements, log-ins and the server's own end are told in our
/// words as everywhere.
pub fn said(error: &sqlx::Error) -> Option<Said> {
    let error = error.as_database_error()?.try_downcast_ref::<MySqlDatabaseError>()?;
    match error.number() {
        1317 | 1969 | 3024 | 1040 | 1044 | 1045 | 1049 | 1053 | 1077 | 1079 | 1129 | 1130 | 1203 | 1226 | 1698 | 1927 | 3159 => None,
        number => Some(Said { text: error.message().to_owned(), wrote: number == 1792, ..Said::default() }),
    }
}

pub fn broken() -> EngineError {
    driver::broken(&WORDS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        engines::driver::Stage,
        model::{
            access::{Access, ConnectionOptions, Secret},
            engine::EngineKind,
        },
    };

    #[test]
    fn each_error_names_its_step() {
        let access = Access {
            kind: EngineKind::Mysql,
            host: "db.example".into(),
            port: 3306,
            database: "shop".into(),
            user: "ada".into(),
            password: Secret::new("hunter2!"),
            options: ConnectionOptions::default(),
        };
        let scene = Scene { access: &access, fault: None, stage: Stage::Plain, words: &WORDS };
        for (number, step) in [
            (1045, Step::LogIn),
            (1130, Step::LogIn),
            (1040, Step::LogIn),
            (3159, Step::Tls),
            (1049, Step::Database),
            (1044, Step::Permission),
            (1142, Step::Permission),
            (1053, Step::Port),
            (1146, Step::Query),
            (1792, Step::Permission),
            (1969, Step::Timeout),
            (3024, Step::Timeout),
            (1064, Step::Query),
        ] {
            let error = server_said(&scene, number, "said hunter2!");
            assert_eq!(error.step, step, "{number}");
            assert!(!error.to_string().contains("hunter2!"), "{number}");
        }
        assert!(server_said(&scene, 1146, "gone").missing_object);
        let keyless = explain(&scene, &sqlx::Error::Configuration("RSA auth backend disabled".into())).expect("known");
        assert!(keyless.step == Step::LogIn && keyless.hint.contains("TLS"));
        let cleartext = sqlx::Error::Protocol("mysql_cleartext_plugin disabled".into());
        assert!(explain(&scene, &cleartext).is_some_and(|error| error.step == Step::LogIn && error.hint.contains("require")));
        let plugin = sqlx::Error::Protocol("unknown authentication plugin: client_ed25519".into());
        assert!(explain(&scene, &plugin).expect("known").text.contains("client_ed25519"));
    }
}
