// Curl commands for every shell that they are copied for: a command is read as it was meant, or refused, and what is doubtful is told.
import { deepEqual, equal, match, throws } from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { test } from 'node:test'
import { utf8 } from '../../www/page/bytes.js'
import { cmdWords } from '../../www/page/cmd.js'
import { isCurl, readCurl } from '../../www/page/curl.js'
import { recognised } from '../../www/page/paste.js'
import { posixWords } from '../../www/page/shell.js'

const seed = Number(process.env.COUNTERSIGN_SEED ?? randomInt(2 ** 31))
console.log(`# COUNTERSIGN_SEED=${seed}`)

/** Numbers below a limit, the same for the same seed (mulberry32). */
function random(state) {
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit
  }
}

/**
 * How browsers write a word for `cmd`, by what their sources say of it. In all there is a `^` before everything but letters, digits,
 * white space and some signs, and after a `%` that a name could follow.
 */
const careted = (text, bare) =>
  text
    .split('')
    .map((unit, at) => {
      const name = unit === '%' && /^\w/.test(text.slice(at + 1)) ? '^' : ''
      return (/[\w\s]/.test(unit) || bare.includes(unit) ? unit : `^${unit}`) + name
    })
    .join('')

/** Chrome: a backslash before backslashes and quotes; a line break as `^` and two of them; what curl takes for a pattern escaped last. */
function byChrome(text, isUrl, { bare = BARE, around = () => '^"' }) {
  const inside = careted(text.replace(/\r\n/g, '\n').replace(/["\\]/g, '\\$&'), bare).replaceAll('\n', '^\n\n')
  const word = around(text) + inside + around(text)
  return isUrl ? word.replace(/[[\]{}]/g, '\\$&') : word
}

const byFirefox = (text) =>
  `^"${careted(text.replaceAll('"', '\\"').replace(/\r\n?/g, '\n'), BARE).replaceAll('\n', '"^\r\n\r\n"')}^"`

const byFirefoxOf2023 = (text) =>
  `^"${careted(text.replace(/["\\`$]/g, '\\$&').replace(/\r\n/g, '\n'), `${BARE}$&\\{}"`).replaceAll('\n', '^\n\n')}^"`

/** Both, before 2017 and for Firefox longer. */
const byOld = (text) =>
  `"${text.replaceAll('"', '""').replaceAll('%', '"%"').replaceAll('\\', '\\\\').replace(/[\r\n]+/g, '"^$&"')}"`

const BARE = "-:=+~'/.',?;()*`"
const CHROMES = [
  {},
  // Up to 2024, within bare quotes where there is no line break.
  { bare: `${BARE}&`, around: (text) => (/[\r\n]/.test(text) ? '^"' : '"') },
  { around: (text) => (/[\r\n]/.test(text) ? '^"' : '"') },
]
const FORMS = [
  ...CHROMES.map((form) => ({ word: (text, isUrl) => byChrome(text, isUrl, form) })),
  { word: byFirefox, name: 'curl.exe', flag: '--globoff' },
  { word: byFirefoxOf2023, flag: '--globoff', name: 'curl.exe' },
  // Plain only by a quote or `%`: without one, a person may have written it.
  { word: byOld, flag: '--globoff', always: ['sec-ch-ua', '"Chromium"'] },
]

function commandOf({ url, headers, body }, { word, name = 'curl', flag }) {
  const parts = [
    word(url, true),
    ...(flag ? [flag] : []),
    ...headers.map(([name, value]) => `-H ${word(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`--data-raw ${word(body)}`]),
  ]
  return `${name} ${parts.join(parts.length >= 3 ? ' ^\n  ' : ' ')}`
}

const PIECES = [
  ...'{}[]":,.;<>|&^%!()=+~`\'$@#?*/\\',
  '\\"', '\\\\', '\\n', '\\u00e9', '%20', '%PATH%', '%%', '^^', '^"', '""', ' ', '  ', 'a', 'Z9_', 'é', '\u{1f600}', '\u2028', '-d', '-H',
]

test('what browsers copy for cmd is the request that they sent, in each of their forms', () => {
  const next = random(seed)
  const text = (pieces, length) => Array.from({ length: next(length) }, () => pieces[next(pieces.length)]).join('')
  for (let times = 0; times < 3000; times++) {
    const form = FORMS[times % FORMS.length]
    const request = {
      // A browser escapes what a URL does not hold.
      url: `https://a.example/${text([...'azAZ09-._~!$&\'()*+,;=:@/?[]{}|^', '%20', '%5B', '%C3%A9'], 12)}`,
      headers: [
        ...(form.always ? [form.always] : []),
        ...Array.from({ length: next(3) }, (_, index) => [`X-${index}`, `v${text(PIECES, 12)}v`]),
      ],
      body: next(4) === 0 ? undefined : text([...PIECES, '\n', '\n\n'], 30),
    }
    const command = commandOf(request, form)
    for (const copied of [command, command.replace(/\r?\n/g, '\r\n')]) {
      const read = readCurl(copied)
      const about = `seed ${seed}, ${times}: ${copied}`
      equal(read.url, request.url, about)
      deepEqual(read.headers.filter(([name]) => name !== 'Content-Type'), request.headers, about)
      // Which line break it was is told to be unknown.
      equal(read.body && utf8(read.body).replaceAll('\r\n', '\n'), request.body, about)
      equal(read.notes.some((one) => one.includes('CR LF')), /\n/.test(request.body ?? ''), about)
      equal(read.method, request.body === undefined ? 'GET' : 'POST', about)
    }
  }
})

test('what cmd would send otherwise than the browser did is told, and what it would not is not', () => {
  const told = (request, form = FORMS[0]) => readCurl(commandOf({ url: 'https://a.example/', headers: [], ...request }, form)).notes.join(' ')
  equal(told({ body: '{"a":"b & c | 100%"}', headers: [['sec-ch-ua', '"Chromium";v="128"']] }), '')
  // The runtime of Microsoft takes no backslash for an escape but before quotes.
  match(told({ body: '{"a":"b\\nc"}' }), /what the browser sent, not what the command would send/)
  match(told({ headers: [['sec-ch-ua', '"Chromium"'], ['a', 'b']] }, FORMS[1]), /what the browser sent/)
  match(told({ body: 'a\nb' }), /CR LF as LF/)
  match(told({ body: 'a\ufffdb' }), /U\+FFFD/)
  match(readCurl('curl.exe https://a.example/ -d "%TOKEN%"').notes.join(), /would replace `%TOKEN%` with a variable/)
  match(readCurl('curl.exe https://a.example/ -d "100%%"').notes.join(), /a batch file would send one `%`/)
})

test('words of Windows are as cmd and the C runtime make them', () => {
  for (const [command, ...words] of [
    // Expected by the tests of Chrome's developer tools.
    ['curl ^"http://localhost^" -b ^"eva=^\\^"Sg4=^\\^"^"', 'http://localhost', '-b', 'eva="Sg4="'],
    ['curl ^"http://localhost^" -b ^"eva=^%^22Sg4^%^3D^%^22^"', 'http://localhost', '-b', 'eva=%22Sg4%3D%22'],
    [
      'curl ^"http://localhost^" -b ^"query=evil^\n\n^\n\n ^& cmd /c calc.exe ^\n\n^\n\n^"',
      'http://localhost', '-b', 'query=evil\n\n & cmd /c calc.exe \n\n',
    ],
    // Microsoft's documentation of how arguments are parsed.
    ['x "a b c" d e', 'a b c', 'd', 'e'],
    ['x "ab\\"c" "\\\\" d', 'ab"c', '\\', 'd'],
    ['x a\\\\\\b d"e f"g h', 'a\\\\\\b', 'de fg', 'h'],
    ['x a\\\\\\"b c d', 'a\\"b', 'c', 'd'],
    ['x a\\\\\\\\"b c" d e', 'a\\\\b c', 'd', 'e'],
    // As older programs wrote them, and as people do.
    ['x "{""a"":1}" "a"%"20b"', '{"a":1}', 'a%20b'],
    ['x "{\\"a\\":\\"\\u00e9\\"}" "a ^ & |" a^&b ^^', '{"a":"\\u00e9"}', 'a ^ & |', 'a&b', '^'],
    ["x 'a b'", "'a", "b'"],
    ['x a ^\n  b ^\r\n"c d"', 'a', 'b', 'c d'],
    ['x "" ""', '', ''],
  ]) {
    deepEqual(cmdWords(command).slice(1), words, command)
  }
})

test('what is not one command for one shell is refused, with what to do', () => {
  const powershell = [
    'Invoke-WebRequest -UseBasicParsing -Uri "https://a.example/" `\n-Method "POST" `\n-Body "{`"a`":1}"',
    '$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n$session.UserAgent = "Mozilla/5.0"\nInvoke-WebRequest -Uri "https://a.example/"',
    'curl.exe "https://a.example/" `\n  -d "x"',
    'curl "https://a.example/" `\r\n  -H "A: b"',
    "curl.exe https://a.example/ -d '{\\\"a\\\":1}'",
    "PS C:\\Users\\a> curl https://a.example/ -d 'x'",
    'Invoke-RestMethod https://a.example/',
  ]
  for (const command of powershell) {
    equal(isCurl(command), true, command)
    throws(() => recognised(command), /expected a curl command from `Copy as cURL \(bash\)` or `\(cmd\)`, got one for PowerShell/)
  }
  for (const [command, expected] of [
    // Several of them, as "Copy all" writes them.
    ['curl ^"https://a.example/^" &\r\ncurl ^"https://b.example/^"', /one curl command, got `&`/],
    ['curl ^"https://a.example/^"\ncurl ^"https://b.example/^"', /expected one line, got several, of which `cmd` runs only the first/],
    ['curl ^"https://a.example/^" -d "a\nb"', /expected one line, got several/],
    ['curl ^"https://a.example/', /expected a closing `"`/],
    [`curl ^"https://a.example/^" -d ^"^\ud83d^"`, /whole characters, got half of a surrogate pair/],
    ["curl https://a.example/ -d $'\\xff'", /expected UTF-8/],
    ["curl https://a.example/ -d $'\\ud83d' -H 'User-Agent: Firefox/145.0'", /expected UTF-8/],
    ["curl https://a.example/ -d $'a\\0b'", /expected no NUL/],
  ]) {
    throws(() => readCurl(command), expected, command)
  }
})

test('each command is read for the shell that it is for', () => {
  const body = (command) => utf8(readCurl(command).body)
  // `^"` and `^` at the end of a line stand in the quotes of a POSIX shell.
  equal(body("curl https://a.example -d '{\"re\":\"^\"}'"), '{"re":"^"}')
  equal(body('curl https://a.example \\\n -d "a^\\"b" -H "A: \'"'), 'a^"b')
  equal(body("curl https://a.example -d 'a ^\nb'"), 'a ^\nb')
  equal(body("curl https://a.example -d $'^\"'"), '^"')
  equal(body("curl https://a.example --data='x' -d 'a`b'"), 'a`b')
  // Of one line, by what it is escaped by.
  equal(readCurl('curl "https://a.example/?a=1^&b=^%^20" --compressed').url, 'https://a.example/?a=1&b=%20')
  equal(body('C:\\Users\\a>curl https://a.example -d "{\\"a\\":\\"\\\\n\\"}"'), '{"a":"\\\\n"}')
  equal(body('curl.exe https://a.example -d "{""a"":1}"'), '{"a":1}')
  // Nothing says which: told where it matters.
  deepEqual(readCurl('curl "https://a.example/" -d "{\\"a\\":1}"').notes, [])
  match(readCurl('curl "https://a.example/" -d "{\\"a\\":\\"\\\\n\\"}"').notes.join(), /`cmd` of Windows would read it differently/)
})

test('what Firefox copies for a POSIX shell is the request that it sent', () => {
  const command = (body, agent) =>
    `curl 'https://a.example/' -X POST -H 'User-Agent: Mozilla/5.0 ${agent}/145.0' --data-raw $'${body}'`
  const read = (body, agent = 'Firefox') => {
    const { body: bytes, notes } = readCurl(command(body, agent))
    return [utf8(bytes), notes.length]
  }
  deepEqual(read('{"a":"\\xe9\\ud83d\\ude00\\u6f22\\x0a\\041"}'), ['{"a":"é\u{1f600}漢\n!"}', 1])
  deepEqual(read('\\xc3\\xa9'), ['Ã©', 1])
  deepEqual(read('it\\\'s \\\\ \\r\\n'), ["it's \\ \r\n", 0])
  // Of anybody else, they are bytes.
  deepEqual(read('\\xc3\\xa9', 'curl'), ['é', 0])
  throws(() => read('\\xe9', 'curl'), /expected UTF-8/)
})

test('a POSIX shell reads the same words', (t) => {
  if (spawnSync('bash', ['--version']).error) return t.skip('expected the program `bash`, got none')
  const next = random(seed)
  const pieces = [
    ...'aZ9-=:/.,%^@+', ' ', '\t', '\\ ', '\\"', "\\'", '\\\\', '\\\n', '\\\n  ', "'a \" \\ b'", "''", '""', '"a \' b"', '"\\"\\\\\\$\\`\\n"', '"a\\\nb"',
    "$'a\\'\\\\\\n\\t\\x41\\x4\\101\\7\\u00e9\\u41\\U0001f600\\xc3\\xa9\\e\\cA\\q\\x'", "$'\\\"é'", 'é', '"^"', "'%20'",
  ]
  const commands = Array.from({ length: 400 }, () => `x ${Array.from({ length: next(12) }, () => pieces[next(pieces.length)]).join('')}`)
  const script = commands.map((command) => `${command.replace(/^x/, 'words')}\n`).join('')
  const { stdout } = spawnSync('bash', ['-c', `LC_ALL=C.UTF-8\nwords() { printf '%s\\0' "$@" "end of words"; }\n${script}`], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } })
  const due = stdout.split('end of words\0').slice(0, -1)
  equal(due.length, commands.length)
  for (const [index, command] of commands.entries()) {
    const ours = posixWords(command).slice(1)
    // Without arguments, `printf` writes its format once.
    deepEqual(ours.map((word) => `${word}\0`).join(''), due[index], `seed ${seed}: ${command}`)
  }
})

test('what a shell or curl would put in or take apart is told', () => {
  const notes = (command) => readCurl(command).notes.join(' ')
  match(notes('curl https://a.example -H "Authorization: Bearer $TOKEN"'), /would expand `\$TOKEN`/)
  match(notes('curl https://a.example -d "$(cat body)"'), /would expand `\$\(cat body\)`/)
  equal(notes("curl https://a.example -d '$TOKEN'"), '')
  // As Chrome writes it for POSIX shells.
  const url = (command) => readCurl(command).url
  equal(url("curl 'https://a.example/?a\\[\\]=\\{1\\}'"), 'https://a.example/?a[]={1}')
  equal(notes("curl 'https://a.example/?a\\[\\]=\\{1\\}'"), '')
  equal(notes("curl -g 'https://a.example/?a[]=1'"), '')
  equal(notes('curl https://[::1]:8080/a'), '')
  match(notes("curl 'https://a.example/?a[]=1'"), /are patterns/)
  match(notes('curl --no-such-flag value https://a.example/ -d x'), /several URLs/)
  equal(url('curl --no-such-flag value https://a.example/ -d x'), 'https://a.example/')
  equal(utf8(readCurl("curl https://a.example --json '{\"a\":' --json '1}'").body), '{"a":1}')
})
