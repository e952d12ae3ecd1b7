// Code in each language for the same steps: values, message, key, signature.

import {
  checkKey, encoded, ESCAPES, escapes, expression, fixesAfter, go, hashOf, isDecoded, joinedBy, js, KEY, keyFrom, lines, php, py, rb, REPRINTED, wordsFor,
} from './expressions.js'

function node(plan) {
  const how = {
    literal: (text) => `Buffer.from(${js(text)})`,
    join: (all) => `Buffer.concat([${all.join(', ')}])`,
    filters: {
      upper: (x) => `Buffer.from(String(${x}).toUpperCase())`,
      json: (x) => `Buffer.from(JSON.stringify(JSON.parse(String(${x}))))`,
      sha256: (x) => `createHash('sha256').update(${x}).digest()`,
      hex: (x) => `Buffer.from(${x}.toString('hex'))`,
    },
  }
  const value = ({ name, text, base64 }) =>
    `const ${name} = Buffer.from(${text === undefined ? `'${base64}', 'base64'` : js(text)})`
  const key = keyFrom(plan, `process.env.${plan.variable}`, {
    whsec: (x) => `${x}.replace(/^whsec_/, '')`,
    unbase64: (x) => `Buffer.from(${x}, 'base64')`,
    unhex: (x) => `Buffer.from(${x}, 'hex')`,
  })
  const digest = encoded(plan, {
    hex: `digest('hex')`,
    base64: `digest('base64')`,
    base64url: `digest('base64url')`,
    'base64-percent': `digest('base64')${escapes((char, code) => `.replaceAll('${char}', '${code}')`)}`,
  })
  return lines(
    fixesAfter('//')(plan),
    `import { createHmac${plan.parts.some(({ filters }) => filters?.includes('sha256')) ? ', createHash' : ''} } from 'node:crypto'`,
    '',
    plan.values.map(value),
    plan.isReprinted ? '// the scheme signs the body parsed and serialised again: send the same string' : undefined,
    'const message = Buffer.concat([',
    plan.parts.map((part) => `  ${expression(part, how)},`),
    '])',
    `const key = ${key}`,
    `const signature = createHmac('${hashOf(plan)}', key).update(message).${digest}`,
    'console.log(signature)',
  )
}

function python(plan) {
  const how = {
    literal: (text) => `${py(text)}.encode()`,
    join: joinedBy(' + '),
    filters: {
      upper: (x) => `${x}.upper()`,
      sha256: (x) => `hashlib.sha256(${x}).digest()`,
      hex: (x) => `${x}.hex().encode()`,
    },
  }
  const value = ({ name, text, base64 }) =>
    `${name} = ${text === undefined ? `base64.b64decode("${base64}")` : `${py(text)}.encode()`}`
  const key = keyFrom(plan, `os.environ["${plan.variable}"]`, {
    whsec: (x) => `${x}.removeprefix("whsec_")`,
    unbase64: (x) => `base64.b64decode(${x})`,
    unhex: (x) => `bytes.fromhex(${x})`,
  })
  const digest = encoded(plan, {
    hex: 'digest.hex()',
    base64: 'base64.b64encode(digest).decode()',
    base64url: 'base64.urlsafe_b64encode(digest).decode().rstrip("=")',
    'base64-percent': `base64.b64encode(digest).decode()${escapes((char, code) => `.replace("${char}", "${code}")`)}`,
  })
  return lines(
    fixesAfter('#')(plan),
    'import base64, hashlib, hmac, os',
    '',
    plan.isReprinted ? `# ${REPRINTED}` : undefined,
    plan.values.map(value),
    'message = b"".join([',
    plan.parts.map((part) => `    ${expression(part, how)},`),
    '])',
    `key = ${key}${isDecoded(plan) ? '' : '.encode()'}`,
    `digest = hmac.new(key, message, hashlib.${hashOf(plan)}).digest()`,
    `signature = ${digest}`,
    'print(signature)',
  )
}

function phpCode(plan) {
  const how = {
    literal: php,
    join: joinedBy(' . '),
    filters: {
      upper: (x) => `strtoupper(${x})`,
      sha256: (x) => `hash('sha256', ${x}, true)`,
      hex: (x) => `bin2hex(${x})`,
    },
  }
  const dollar = (part) => ({ ...part, name: part.name && `$${part.name}`, inner: part.inner?.map(dollar) })
  const value = ({ name, text, base64 }) =>
    `$${name} = ${text === undefined ? `base64_decode('${base64}')` : php(text)};`
  const key = keyFrom(plan, `getenv('${plan.variable}')`, {
    whsec: (x) => `preg_replace('/^whsec_/', '', ${x})`,
    unbase64: (x) => `base64_decode(${x})`,
    unhex: (x) => `hex2bin(${x})`,
  })
  const digest = encoded(plan, {
    hex: 'bin2hex($digest)',
    base64: 'base64_encode($digest)',
    base64url: "rtrim(strtr(base64_encode($digest), '+/', '-_'), '=')",
    'base64-percent': `strtr(base64_encode($digest), [${escapes((char, code) => `'${char}' => '${code}', `)}])`,
  })
  return lines(
    '<?php',
    fixesAfter('//')(plan),
    plan.isReprinted ? `// ${REPRINTED}` : undefined,
    plan.values.map(value),
    '$message = implode([',
    plan.parts.map((part) => `    ${expression(dollar(part), how)},`),
    ']);',
    `$key = ${key};`,
    `$digest = hash_hmac('${hashOf(plan)}', $message, $key, true);`,
    `$signature = ${digest};`,
    'echo $signature, "\\n";',
  )
}

function ruby(plan) {
  const how = {
    literal: (text) => `${rb(text)}.b`,
    join: (all) => `(${all.join(' + ')})`,
    filters: {
      upper: (x) => `${x}.upcase`,
      sha256: (x) => `OpenSSL::Digest.digest("SHA256", ${x})`,
      hex: (x) => `${x}.unpack1("H*")`,
    },
  }
  const value = ({ name, text, base64 }) =>
    `${name} = ${text === undefined ? `"${base64}".unpack1("m0")` : `${rb(text)}.b`}`
  const key = keyFrom(plan, `ENV.fetch("${plan.variable}")`, {
    whsec: (x) => `${x}.delete_prefix("whsec_")`,
    unbase64: (x) => `${x}.unpack1("m")`,
    unhex: (x) => `[${x}].pack("H*")`,
  })
  const digest = encoded(plan, {
    hex: 'digest.unpack1("H*")',
    base64: '[digest].pack("m0")',
    base64url: '[digest].pack("m0").tr("+/", "-_").delete("=")',
    'base64-percent': `[digest].pack("m0")${escapes((char, code) => `.gsub("${char}", "${code}")`)}`,
  })
  return lines(
    fixesAfter('#')(plan),
    'require "openssl"',
    '',
    plan.isReprinted ? `# ${REPRINTED}` : undefined,
    plan.values.map(value),
    'message = [',
    plan.parts.map((part) => `  ${expression(part, how)},`),
    '].join',
    `key = ${key}`,
    `digest = OpenSSL::HMAC.digest("${hashOf(plan).toUpperCase()}", key, message)`,
    `signature = ${digest}`,
    'puts signature',
  )
}

/** The hashes of the algorithms in Go, by package and function. */
const GO_HASHES = {
  'hmac-md5': 'md5.New',
  'hmac-sha1': 'sha1.New',
  'hmac-sha256': 'sha256.New',
  'hmac-sha384': 'sha512.New384',
  'hmac-sha512': 'sha512.New',
}

function golang(plan) {
  checkKey(plan.keyFilters)
  const how = {
    literal: (text) => `[]byte(${go(text)})`,
    join: (all) => `bytes.Join([][]byte{${all.join(', ')}}, nil)`,
    filters: {
      upper: (x) => `bytes.ToUpper(${x})`,
      sha256: (x) => `sum(${x})`,
      hex: (x) => `[]byte(hex.EncodeToString(${x}))`,
    },
  }
  const value = ({ name, text, base64 }) =>
    text === undefined
      ? `\t${name}, _ := base64.StdEncoding.DecodeString("${base64}")`
      : `\t${name} := []byte(${go(text)})`
  const decoder = plan.keyFilters.includes('unhex') ? ['hex', 'hex'] : ['base64', 'base64.StdEncoding']
  const secret = plan.keyFilters.includes('whsec')
    ? `strings.TrimPrefix(os.Getenv("${plan.variable}"), "whsec_")`
    : `os.Getenv("${plan.variable}")`
  const digest = encoded(plan, {
    hex: 'hex.EncodeToString(mac.Sum(nil))',
    base64: 'base64.StdEncoding.EncodeToString(mac.Sum(nil))',
    base64url: 'base64.RawURLEncoding.EncodeToString(mac.Sum(nil))',
    'base64-percent': `strings.NewReplacer(${ESCAPES.flat().map(go).join(', ')}).Replace(
\t\tbase64.StdEncoding.EncodeToString(mac.Sum(nil)))`,
  })
  const body = [
    plan.isReprinted ? [`\t// ${REPRINTED}`] : [],
    plan.values.map(value),
    '\tmessage := bytes.Join([][]byte{',
    plan.parts.map((part) => `\t\t${expression(part, how)},`),
    '\t}, nil)',
    isDecoded(plan)
      ? [
          `\tkey, err := ${decoder[1]}.DecodeString(${secret})`,
          '\tif err != nil {',
          `\t\tpanic("the secret is not ${decoder[0]}")`,
          '\t}',
        ]
      : `\tkey := []byte(${secret})`,
    `\tmac := hmac.New(${wordsFor(GO_HASHES, plan.algorithm, 'algorithm')}, key)`,
    '\tmac.Write(message)',
    `\tfmt.Println(${digest})`,
  ].flat(2)
  const helpers = [
    body.some((line) => line.includes('sum('))
      ? ['', 'func sum(data []byte) []byte {', '\tdigest := sha256.Sum256(data)', '\treturn digest[:]', '}']
      : [],
  ].flat()
  const text = [...body, ...helpers].join('\n')
  const imports = [
    'bytes',
    'crypto/hmac',
    'crypto/md5',
    'crypto/sha1',
    'crypto/sha256',
    'crypto/sha512',
    'encoding/base64',
    'encoding/hex',
    'fmt',
    'os',
    'strings',
  ].filter((path) => new RegExp(`\\b${path.split('/').at(-1)}\\.`).test(text))
  return lines(
    fixesAfter('//')(plan),
    'package main',
    '',
    'import (',
    imports.map((path) => `\t"${path}"`),
    ')',
    '',
    'func main() {',
    body,
    '}',
    helpers,
  )
}

/** A format for `printf`, with octal escapes for everything but plain characters. */
function printed(text, base64) {
  const bytes =
    text === undefined ? Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)) : new TextEncoder().encode(text)
  const chars = Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f && !"%\\'".includes(String.fromCharCode(byte))
      ? String.fromCharCode(byte)
      : `\\${byte.toString(8).padStart(3, '0')}`,
  )
  return `printf -- '${chars.join('')}'`
}

function curl(plan) {
  checkKey(plan.keyFilters)
  const valued = new Map(plan.values.map((value) => [value.name, value]))
  const source = (part) => {
    if (part.literal !== undefined) return printed(part.literal)
    if (part.inner) return `{ ${part.inner.map(how).join('; ')}; }`
    const { text, base64 } = valued.get(part.name)
    return part.name === 'body' ? 'cat body.bin' : printed(text, base64)
  }
  const pipes = ({ filters = [] }) => filters.map((filter) => wordsFor(PIPES, filter, 'filter'))
  const how = (part) => [source(part), ...pipes(part)].join(' | ')
  const body = plan.request.body?.length > 0 ? plan.request.body : undefined
  const sent =
    valued.get('body') ?? (body && { base64: btoa(Array.from(body, (byte) => String.fromCharCode(byte)).join('')) })
  const encode = encoded(plan, {
    hex: PIPES.hex,
    base64: 'openssl base64 -A',
    base64url: "openssl base64 -A | tr '+/' '-_' | tr -d '='",
    'base64-percent': `openssl base64 -A | sed '${escapes((char, code) => `s|${char}|${code}|g;`)}'`,
  })
  const bare = plan.keyFilters.includes('whsec') ? `"\${${plan.variable}#whsec_}"` : `"$${plan.variable}"`
  const hexkey = plan.keyFilters.includes('unbase64')
    ? `$(printf %s ${bare} | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')`
    : plan.keyFilters.includes('unhex')
      ? bare
      : `$(printf %s ${bare} | od -An -v -tx1 | tr -d ' \\n')`
  const { method, url, headers } = plan.request
  const shell = (value) =>
    /\$[A-Z_]+/.test(value)
      ? `"${value.replace(/["\\`]|\$(?![A-Z_])/g, '\\$&')}"`
      : `'${value.replaceAll("'", "'\\''")}'`
  return lines(
    fixesAfter('#')(plan),
    plan.isReprinted ? `# ${REPRINTED}` : undefined,
    sent ? `${printed(sent.text, sent.base64)} > body.bin` : undefined,
    '# openssl takes the key as an argument, which other users of this machine can see while it runs',
    `KEY=${hexkey}`,
    `SIGNATURE=$({ ${plan.parts.map(how).join('; ')}; } \\`,
    `  | openssl dgst -${hashOf(plan)} -mac HMAC -macopt "hexkey:$KEY" -binary | ${encode})`,
    'echo "$SIGNATURE"',
    plan.member
      ? `# send it in the member \`${plan.member}\` of the body, which is not signed`
      : undefined,
    url
      ? [
          `curl --request ${shell(method || 'POST')} ${shell(url)} \\`,
          headers
            .map(([name, value]) => `  --header ${shell(`${name}: ${value}`)}`)
            .concat(body ? ['  --data-binary @body.bin'] : [])
            .join(' \\\n'),
        ]
      : undefined,
  )
}

/** The shell commands for filters. */
const PIPES = { upper: 'LC_ALL=C tr a-z A-Z', sha256: 'openssl dgst -sha256 -binary', hex: "od -An -v -tx1 | tr -d ' \\n'" }

/** The languages, in the order of their tabs. */
export const LANGUAGES = [
  { id: 'node', label: 'Node', write: node, isJavaScript: true },
  { id: 'python', label: 'Python', write: python },
  { id: 'php', label: 'PHP', write: phpCode },
  { id: 'ruby', label: 'Ruby', write: ruby },
  { id: 'go', label: 'Go', write: golang },
  { id: 'curl', label: 'curl', write: curl },
]
