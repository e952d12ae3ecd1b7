// The WebAssembly module inside the script: nothing to fetch, copy or configure.
export function fromBase64(base64) {
  if (typeof Uint8Array.fromBase64 === 'function') return Uint8Array.fromBase64(base64)
  if (typeof Buffer === 'function') return Buffer.from(base64, 'base64')
  const chars = atob(base64)
  const bytes = new Uint8Array(chars.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = chars.charCodeAt(i)
  return bytes
}
