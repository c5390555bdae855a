//! Second factors, passkeys, and showing again who one is.

use super::{Answer, fields::Fields};
use crate::model::{
    factor::{
        AddPasskeyInput, AuthenticatorSetUp, BeginPasskeyInput, CodeInput, ConfirmInput, FactorMade, Factors, PasskeyInput, PasskeyOptions,
        RemoveAuthenticatorInput, SecondFactorInput, SecondStep, ShownPasskey,
    },
    outcome::{Message, Nothing},
    project::UserInput,
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::context::{account, answer, app, client, remember_ceremony, start_session},
    crate::{
        domain::{accounts, actor::Actor, factors},
        error::{AppError, Kind},
    },
};

/// The second factors of one's account.
#[server(prefix = "/actions", endpoint = "getFactors", input = Fields)]
pub async fn get_factors(input: UserInput) -> Answer<Factors> {
    answer(async { factors::of_caller(&app()?, &account()?, input.user_id.as_deref()).await }.await)
}

/// Makes the secret of an app that is to show codes. It counts once a code of it was shown.
#[server(prefix = "/actions", endpoint = "beginAuthenticator", input = Fields)]
pub async fn begin_authenticator(input: UserInput) -> Answer<Message> {
    answer(async { factors::begin_authenticator(&app()?, &account()?, input.user_id.as_deref()).await }.await)
}

/// The secret of an app that is being set up.
#[server(prefix = "/actions", endpoint = "getAuthenticator", input = Fields)]
pub async fn get_authenticator(input: UserInput) -> Answer<AuthenticatorSetUp> {
    answer(async { factors::waiting(&app()?, &account()?, input.user_id.as_deref()).await }.await)
}

/// Shows a first code of the app, which is asked for from then on. Recovery codes are in this answer and never again.
#[server(prefix = "/actions", endpoint = "confirmAuthenticator", input = Fields)]
pub async fn confirm_authenticator(input: CodeInput) -> Answer<FactorMade> {
    answer(async { factors::confirm_authenticator(&app()?, &account()?, &client()?, input).await }.await)
}

/// Takes the app away, with password and code.
#[server(prefix = "/actions", endpoint = "removeAuthenticator", input = Fields)]
pub async fn remove_authenticator(input: RemoveAuthenticatorInput) -> Answer<Message> {
    answer(async { factors::remove_authenticator(&app()?, &account()?, &client()?, input).await }.await)
}

/// Makes new recovery codes. They are in this answer and never again; those before work no more.
#[server(prefix = "/actions", endpoint = "makeRecoveryCodes", input = Fields)]
pub async fn make_recovery_codes(input: UserInput) -> Answer<FactorMade> {
    answer(async { factors::renew_codes(&app()?, &account()?, input.user_id.as_deref()).await }.await)
}

/// A challenge for a passkey, to make one, to log in or to show again who one is. The answer sets a cookie by which this
/// browser is known when it comes back.
#[server(prefix = "/actions", endpoint = "beginPasskey", input = Fields)]
pub async fn begin_passkey(input: BeginPasskeyInput) -> Answer<PasskeyOptions> {
    answer(
        async {
            let (options, held) = factors::begin_passkey(&app()?, use_context::<Actor>().as_ref(), &client()?, input).await?;
            remember_ceremony(&held);
            Ok(options)
        }
        .await,
    )
}

/// Adds a passkey. Recovery codes are in this answer and never again, when the account had none.
#[server(prefix = "/actions", endpoint = "addPasskey", input = Fields)]
pub async fn add_passkey(input: AddPasskeyInput) -> Answer<FactorMade> {
    answer(async { factors::passkeys::add(&app()?, &account()?, &client()?, input).await }.await)
}

/// Gives a passkey another name.
#[server(prefix = "/actions", endpoint = "renamePasskey", input = Fields)]
pub async fn rename_passkey(input: PasskeyInput) -> Answer<Message> {
    answer(async { factors::passkeys::rename(&app()?, &account()?, input).await }.await)
}

/// Takes a passkey away.
#[server(prefix = "/actions", endpoint = "removePasskey", input = Fields)]
pub async fn remove_passkey(input: PasskeyInput) -> Answer<Message> {
    answer(async { factors::passkeys::remove(&app()?, &account()?, input).await }.await)
}

/// What the log-in of this browser waits for; `success: false` when none does.
#[server(prefix = "/actions", endpoint = "getSecondStep", input = Fields)]
pub async fn get_second_step(input: Nothing) -> Answer<SecondStep> {
    let _ = input;
    answer(async { accounts::second_step(&app()?, &client()?).await }.await)
}

/// Ends a log-in that waits, by a code of the app or a recovery code.
#[server(prefix = "/actions", endpoint = "logInWithCode", input = Fields)]
pub async fn log_in_with_code(input: SecondFactorInput) -> Answer<Nothing> {
    answer(
        async {
            start_session(accounts::log_in_with_code(&app()?, &client()?, input).await?);
            Ok(Nothing {})
        }
        .await,
    )
}

/// Signs in with a passkey, which is both factors at once.
#[server(prefix = "/actions", endpoint = "logInWithPasskey", input = Fields)]
pub async fn log_in_with_passkey(input: ShownPasskey) -> Answer<Nothing> {
    answer(
        async {
            // Here a session is what is asked for: that there is none yet is no reason for 401.
            let session = accounts::log_in_with_passkey(&app()?, &client()?, input).await.map_err(|error| match error.kind {
                Kind::Unauthorized => AppError { kind: Kind::Forbidden, ..error },
                _ => error,
            })?;
            start_session(session);
            Ok(Nothing {})
        }
        .await,
    )
}

/// Shows again who one is, for what gives lasting power.
#[server(prefix = "/actions", endpoint = "confirmIdentity", input = Fields)]
pub async fn confirm_identity(input: ConfirmInput) -> Answer<Message> {
    answer(async { accounts::confirm(&app()?, &account()?, &client()?, input).await }.await)
}
