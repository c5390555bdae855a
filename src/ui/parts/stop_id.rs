//! An id by which what is under way can be ended.

/// An id of the form of a UUID. It need not be unguessable: only its own maker can use it.
#[cfg(feature = "hydrate")]
pub fn stop_id() -> String {
    let digits: String = (0..32).map(|_| char::from_digit((js_sys::Math::random() * 16.0) as u32 % 16, 16).unwrap_or('0')).collect();
    format!("{}-{}-{}-{}-{}", &digits[..8], &digits[8..12], &digits[12..16], &digits[16..20], &digits[20..])
}

/// Only the browser begins what can be ended.
#[cfg(not(feature = "hydrate"))]
pub fn stop_id() -> String {
    String::new()
}
