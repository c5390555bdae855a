//! Assembly: configuration, state, router, layers, listener, log, stop.
