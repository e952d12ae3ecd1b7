// What `--help` and `--version` print: made from the schemes of the flags, and of the commands.
import { readFileSync } from 'node:fs'
import { COMMANDS } from './commands.js'
import { kebab } from './flags.js'
import { bold, columns } from './terminal.js'

/** The version of the package. */
export const version = () => JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version

/** The help for the whole. */
export const overview = () => paragraphs([
  [undefined, 'Signs requests to payment and identity APIs exactly to the byte, and verifies what they send back.'],
  ['Usage', 'countersign COMMAND [flags]\ncountersign COMMAND --help\ncountersign --version'],
  ['Commands', columns(COMMANDS.map(({ name, about }) => [name, about])).join('\n')],
  ['Secrets', SECRETS],
  ['Exit codes', EXIT_CODES],
  ['Examples', EXAMPLES.join('\n')],
])

/** The help for one command. */
export const helpOf = ({ usage, about, groups, examples }) => paragraphs([
  [undefined, about],
  ['Usage', usage],
  ...groups().filter(({ title }) => title).map(({ title, text, flags }) => [title, text ?? tableOf(flags)]),
  ['Examples', examples.join('\n')],
])

/** How secrets are given; said wherever they are. */
export const SECRETS = `Each credential NAME of the scheme is given as --NAME SOURCE, where SOURCE is
  env:VARIABLE  an environment variable
  file:PATH     a file; one line break at its end is not part of the secret
  -             standard input, read as a file is
Without the flag, the variable COUNTERSIGN_NAME is taken if it is set: COUNTERSIGN_API_KEY for --api-key.
Never as an argument itself: other processes and the shell's history see arguments.`

/** What commands take in the place of a scheme's id. */
export const CUSTOM_SCHEME = `In the place of SCHEME, the path of a JSON file works too, which ends in .json or has a slash: it
holds a custom scheme. Its credentials have flags like all others; where such a flag means something else already,
--credential-NAME. \`countersign schemes check\` says whether a scheme is right.`

function paragraphs(parts) {
  const shown = parts.map(([title, text]) => (title ? `${bold(title)}\n${text.replace(/^(?=.)/gm, '  ')}` : text))
  return `${shown.join('\n\n')}\n`
}

function tableOf(flags) {
  const cells = flags.map(({ name, value, about }) => [`--${kebab(name)}${value ? ` ${value}` : ''}`, about])
  return columns(cells).join('\n')
}

const EXIT_CODES = `0  done; the message is valid, the signature matches
1  the message is not valid, the signature does not match
2  it could not be done: wrong flags, a missing credential, an unreadable file`

const EXAMPLES = [
  'countersign schemes stripe.webhook',
  'countersign sign stripe.webhook --secret file:secret.txt --body \'{"id":"evt_1"}\' --headers',
  'countersign verify stripe.webhook --secret env:STRIPE_SECRET --http delivery.http',
]
