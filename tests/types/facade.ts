// What the JavaScript exports is what the types declare. The declared error is a union by its code, so its class is compared by the
// members that every error has.
import * as declared from '../../pkg-template/index.js'
import * as declaredAtCore from '../../pkg-template/core.js'
import * as atCore from '../../pkg-template/src/core-only.js'
import * as written from '../../pkg-template/src/index.js'

export const facade: Omit<typeof declared, 'CountersignError'> = written
export const core: Omit<typeof declaredAtCore, 'CountersignError'> = atCore
export const error: declared.ErrorWith<declared.CountersignErrorCode> = new written.CountersignError('ERR_INTERNAL', '')
