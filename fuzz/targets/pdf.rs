#![no_main]

#[path = "../bodies.rs"]
#[allow(dead_code)]
mod bodies;

// A panic of the interpreter is caught by the loader, and is a damaged file; one that comes out of the loader still ends the run.
libfuzzer_sys::fuzz_target!(
    init: {
        std::panic::set_hook(Box::new(|_| {}));
    },
    |bytes: &[u8]| bodies::pdf(bytes)
);
