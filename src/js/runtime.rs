//! The parts of the standard library that a module without it needs: an allocator and a panic handler.
//!
//! The panic handler of the standard library formats a message that nobody would read, since the facade turns every
//! trap into one error. Its formatting code would be a tenth of the module.

use core::panic::PanicInfo;

/// The allocator that the standard library uses in WebAssembly.
#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
