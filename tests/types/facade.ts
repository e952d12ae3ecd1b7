// What the JavaScript exports is what the types declare; of the error, whose constructor they keep to us, what it makes.
import * as declared from '../../pkg-template/index.js'
import * as written from '../../pkg-template/src/index.js'

export const facade: Omit<typeof declared, 'CountersignError'> = written
export const error: declared.CountersignError = new written.CountersignError('ERR_INTERNAL', '')
