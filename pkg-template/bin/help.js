// What `--help` and `--version` print, made from the definitions of the commands and their flags.
import { readFileSync } from 'node:fs'
import { kebab } from './flags.js'
import { bold, columns } from './terminal.js'

/** The version of the package. */
export const version = () => JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version

/** The help for the whole, with its `commands`. */
export const overview = (commands) => paragraphs([
  [undefined, ABOUT],
  ['Usage', 'countersign COMMAND [flags]\ncountersign COMMAND --help\ncountersign --version'],
  ['Commands', columns(commands.map(({ name, about }) => [name, about])).join('\n')],
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

const ABOUT = `Signs HTTP requests, verifies webhooks, and explains why a signature does not match.
A scheme is how one provider signs, such as stripe.webhook; \`countersign schemes\` lists all schemes.`

/** How to give secrets: part of the help of every command that takes them. */
export const SECRETS = `\`countersign schemes SCHEME\` lists the credentials of a scheme. Give each as --NAME SOURCE, such as
--secret env:STRIPE_SECRET. SOURCE is one of
  env:VARIABLE  an environment variable
  file:PATH     a file; one trailing line break is ignored
  -             standard input; one trailing line break is ignored
Without the flag, the variable COUNTERSIGN_NAME is used: COUNTERSIGN_API_KEY for --api-key.
The secret itself is never an argument: other processes and the shell history can read arguments.`

/** What commands take instead of a scheme's id. */
export const CUSTOM_SCHEME = `SCHEME can also be the path of a JSON file with a custom scheme. Such a path ends in .json or contains a slash.
Each of its credentials has the flag --NAME, or --credential-NAME if --NAME is a flag of the command.
\`countersign schemes check\` checks such a file, and \`countersign schemes --help\` shows an example.`

function paragraphs(parts) {
  const shown = parts.map(([title, text]) => (title ? `${bold(title)}\n${text.replace(/^(?=.)/gm, '  ')}` : text))
  return `${shown.join('\n\n')}\n`
}

function tableOf(flags) {
  const cells = flags.map(({ name, value, about }) => [`--${kebab(name)}${value ? ` ${value}` : ''}`, about])
  return columns(cells).join('\n')
}

const EXIT_CODES = `0  success: signed, valid, or a match
1  not valid, or no match
2  error: a wrong flag, a missing credential, an unreadable file`

const EXAMPLES = [
  'countersign schemes stripe.webhook',
  'countersign sign stripe.webhook --secret file:secret.txt --body \'{"id":"evt_1"}\' --headers',
  'countersign verify stripe.webhook --secret env:STRIPE_SECRET --http delivery.http',
]
