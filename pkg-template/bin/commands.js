// The commands: a new one is a file that exports `usage`, `about`, `examples`, `groups` and `run`, and an entry here.

/** The commands, in the order of the help. */
export const COMMANDS = [
  {
    name: 'sign',
    about: 'sign a request, and print it, its headers or a curl command',
    load: () => import('./commands/sign.js'),
  },
  {
    name: 'verify',
    about: 'check whether a received message is valid',
    load: () => import('./commands/verify.js'),
  },
  {
    name: 'explain',
    about: 'find out why a signature does not match, and how to fix it',
    load: () => import('./commands/explain.js'),
  },
  {
    name: 'schemes',
    about: 'list the schemes, describe one, or check a custom scheme',
    load: () => import('./commands/schemes.js'),
  },
]
