// The package with a trap planted in its core: where the clock says 666 ms, it overwrites its memory and stops.
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import binaryen from 'binaryen'
import { WASM_FEATURES, inlinedText } from '../../pkg-template/build.mjs'

const AT_MS = 666

/** Makes `<target>` from the unpacked package in `source`: another name, and other modules, as files and inlined. */
export function plantTraps(source, target) {
  cpSync(source, target, { recursive: true })
  const manifest = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'))
  writeFileSync(join(target, 'package.json'), JSON.stringify({ ...manifest, name: 'countersign-trapped' }))
  const dist = readdirSync(join(target, 'dist')).map((name) => join(target, 'dist', name))
  for (const file of dist.filter((name) => name.endsWith('.wasm'))) writeFileSync(file, withTraps(readFileSync(file), file))
  for (const name of ['engine-in-scripts', 'full', 'explain']) {
    const scripts = ['.js', '.cjs'].map((suffix) => {
      const file = join(target, 'dist', 'wasm', name + suffix)
      const code = readFileSync(file, 'utf8')
      const [inlined] = INLINED.exec(code)
      return { file, code, inlined, module: inflateRawSync(Buffer.from(inlined, 'base64')) }
    })
    const [{ module }, ...others] = scripts
    if (others.some((other) => !other.module.equals(module))) throw new Error(`expected the same \`${name}\` in both scripts`)
    const planted = inlinedText(withTraps(module, `${name}.wasm`))
    for (const { file, code, inlined } of scripts) writeFileSync(file, code.replace(inlined, planted))
  }
}

/** A module in a script. */
const INLINED = /[A-Za-z0-9+/=]{10000,}/

/** The module, whose exports that take a time end at once where it is `AT_MS`. */
function withTraps(bytes, file) {
  const module = binaryen.readBinary(bytes, features())
  const taken = exportedFunctions(module).filter(({ params }) => params.includes(binaryen.f64))
  // Signing takes a time in four, explaining in two; and there a budget, which may as well be what breaks it.
  const expected = basename(file) === 'explain.wasm' ? 3 : 4
  if (taken.length !== expected) throw new Error(`\`${file}\`: expected ${expected} exports to plant in, got ${taken.length}`)
  for (const { function_, params, results, body } of taken) {
    const time = module.local.get(params.indexOf(binaryen.f64), binaryen.f64)
    const guard = module.if(module.f64.eq(time, module.f64.const(AT_MS)), trap(module))
    binaryen.Function.setBody(function_, module.block(null, [guard, body], results))
  }
  if (!module.validate()) throw new Error('the module with the traps is not valid')
  const planted = module.emitBinary()
  module.dispose()
  return planted
}

function exportedFunctions(module) {
  return Array.from({ length: module.getNumExports() }, (_, index) =>
    binaryen.getExportInfo(module.getExportByIndex(index)),
  )
    .filter(({ kind }) => kind === binaryen.ExternalFunction)
    .map(({ value }) => {
      const function_ = module.getFunction(value)
      const { params, results, body } = binaryen.getFunctionInfo(function_)
      return { function_, params: binaryen.expandType(params), results, body }
    })
}

/** A core that goes on after this has nothing left to go on with: what recovers is a new one. */
function trap(module) {
  const size = module.i32.shl(module.memory.size(), module.i32.const(16))
  return module.block(null, [
    module.memory.fill(module.i32.const(0), module.i32.const(255), size),
    module.unreachable(),
  ])
}

/** The features that the build names, as this library calls them. */
function features() {
  const known = Object.entries(binaryen.Features).map(([name, bit]) => [plain(name), bit])
  return WASM_FEATURES.map((flag) => {
    const name = plain(flag.replace('--enable-', ''))
    const found = known.find(([one]) => one === (SPELLED[name] ?? name))
    if (found === undefined) throw new Error(`expected a feature that binaryen knows, got \`${flag}\``)
    return found[1]
  }).reduce((all, bit) => all | bit, 0)
}

const plain = (name) => name.toLowerCase().replaceAll('-', '')
const SPELLED = { simd: 'simd128', nontrappingfloattoint: 'nontrappingfptoint' }
