// A person's ways in, and Temporary Access Passes (graph.md 4.1 to 4.4).
import { isType, type Method, passType, rolesOf, type Wire } from '../account.ts'
import { json } from '../http.ts'
import { opaqueOf } from '../ids.ts'
import { givePass, mayHavePass, passAudit, passOf } from '../passes.ts'
import type { Employee } from '../world.ts'
import { GraphError, notFound } from './odata.ts'
import { type GraphCall, list, named, needPermission, type Outcome, oneOf, type Route } from './route.ts'

const collections = {
  methods: undefined,
  fido2Methods: 'fido2AuthenticationMethod',
  microsoftAuthenticatorMethods: 'microsoftAuthenticatorAuthenticationMethod',
  temporaryAccessPassMethods: passType,
}

const home = '/users/:user/authentication'

export const methodRoutes: Route[] = [
  ...Object.entries(collections).flatMap(([collection, type]): Route[] => [
    ['GET', `${home}/${collection}`, (call) => list(methods(call, type), { bare: true })],
    ['GET', `${home}/${collection}/:method`, (call) => oneOf(methods(call, type), call.params.method)],
  ]),
  ['POST', `${home}/temporaryAccessPassMethods`, createPass],
  ['DELETE', `${home}/temporaryAccessPassMethods/:method`, deletePass],
]

function methods(call: GraphCall, type?: string): Wire[] {
  const { account } = named(call)
  passOf(account)
  return account.methods.filter((method) => !type || isType(method, type)).map((method) => versioned(method, call.version))
}

/** Beta knows when a method was last used, and not why a pass is usable (graph.md 5). */
function versioned(method: Method, version: 'v1.0' | 'beta'): Wire {
  if (version === 'v1.0') return method
  const { isUsable: _, methodUsabilityReason: __, ...known } = method
  return { ...known, lastUsedDateTime: null }
}

const passPermission = 'UserAuthMethod-TAP.ReadWrite.All'

const bad = (message: string) => new GraphError(400, 'badRequest', message)

function createPass(call: GraphCall): Outcome {
  const { body } = call
  const employee = named(call)
  needPermission(call, passPermission)
  needRoleFor(call, employee)
  const rules = call.world.passRules
  if (employee.guest) throw bad('Temporary Access Pass cannot be added to an external guest user.')
  if (!mayHavePass(rules, employee)) throw bad('Converged UserCredentialPolicy does not allow creating or updating TemporaryAccessPass.')
  const minutes = body.lifetimeInMinutes ?? rules.usual
  if (typeof minutes !== 'number' || minutes < rules.minimum || minutes > rules.maximum)
    throw bad(`Invalid LifetimeInMinutes specified. The valid range between ${rules.minimum} and ${rules.maximum}.`)
  if (rules.once && body.isUsableOnce === false) throw bad('The policy allows passes for one use only.')
  const start = body.startDateTime ? new Date(String(body.startDateTime)) : new Date()
  if (Number.isNaN(start.getTime())) throw bad('Invalid StartDateTime specified.')
  const pass = givePass(employee.account, { start, minutes, once: rules.once || body.isUsableOnce === true })
  call.world.audits.push(passAudit({ pass, target: employee, by: call.caller.employee }))
  // The only answer that ever carries the code. It is kept nowhere.
  const temporaryAccessPass = opaqueOf(crypto.randomUUID(), rules.length)
  return { reply: json(201, { ...versioned(pass, call.version), temporaryAccessPass }) }
}

function deletePass(call: GraphCall): Outcome {
  const { account } = named(call)
  needPermission(call, passPermission)
  needRoleFor(call, named(call))
  const pass = passOf(account)
  if (!pass || pass.id !== call.params.method) throw notFound(call.params.method)
  account.methods = account.methods.filter((method) => method !== pass)
  return { reply: { status: 204 } }
}

/**
 * Binds callers who act for themselves; an app has no role and may do it to anybody (graph.md 4.4) but those in a restricted management
 * administrative unit (entra-docs, admin-units-restricted-management, Programmability).
 */
function needRoleFor({ caller }: GraphCall, target: Employee): void {
  if (!caller.employee && target.row.restricted)
    throw new GraphError(403, 'accessDenied', 'Insufficient privileges to complete the operation.')
  if (!caller.employee) return
  const roles = rolesOf(caller.employee.account)
  const targetIsAdmin = rolesOf(target.account).size > 0
  const may = roles.has('Privileged Authentication Administrator') || (roles.has('Authentication Administrator') && !targetIsAdmin)
  if (!may || caller.employee === target) throw new GraphError(403, 'accessDenied', 'Request Authorization failed.')
}
