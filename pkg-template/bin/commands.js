// The commands: a new one is a file that exports `usage`, `about`, `examples`, `groups` and `run`, and a row here.

/** Each command, in the order of the help. */
export const COMMANDS = [
  {
    name: 'sign',
    about: 'sign a request, and print it, its headers, or the curl command',
    load: () => import('./commands/sign.js'),
  },
  {
    name: 'verify',
    about: 'say whether a message that was received is valid',
    load: () => import('./commands/verify.js'),
  },
  {
    name: 'explain',
    about: 'say why a signature does not match, and how to mend it',
    load: () => import('./commands/explain.js'),
  },
  {
    name: 'schemes',
    about: 'list the schemes, describe one, or check a row of your own',
    load: () => import('./commands/schemes.js'),
  },
]
