//! What a module needs that is made without the standard library: an allocator, and an end for what must not happen.
//!
//! The standard library's way of panicking would format a message that nobody reads, since the facade turns every trap into
//! one error; with all that it takes to format it, that is a tenth of the module.

use core::panic::PanicInfo;

/// The allocator that the standard library has for WebAssembly.
#[global_allocator]
static ALLOCATOR: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
