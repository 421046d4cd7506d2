// What administrators of the tenant see and do: rules, permissions, the outbox, and who is signed in.
import type { CompanyDeed, CompanyView } from './office-api.ts'
import { findEmployee, optionalPermissions, type World } from './world.ts'

export function companyView(world: World): CompanyView {
  const { passRules, permissions, mails, notices, signedIn } = world
  const whose = (slot: string) => {
    const [teamsId = '', connection = ''] = slot.split(' ')
    return { personId: findEmployee(world, teamsId)?.id ?? teamsId, connection }
  }
  return structuredClone({ passRules, permissions: [...permissions], mails, notices, signedIn: [...signedIn.keys()].map(whose) })
}

export const tellCompany = (world: World): void => world.tell({ type: 'company', company: companyView(world) })

/** Undefined: there is nothing of that name. */
export function changeCompany(world: World, deed: CompanyDeed): CompanyView | undefined {
  if (deed.do === 'set-pass-rules') Object.assign(world.passRules, deed.rules)
  else if (!(optionalPermissions as readonly string[]).includes(deed.permission)) return undefined
  else if (deed.do === 'permit') world.permissions.add(deed.permission)
  else world.permissions.delete(deed.permission)
  tellCompany(world)
  return companyView(world)
}

/** The company's own system, which takes notices of the bot. */
export function takeNotice(world: World, body: unknown, signature?: string): void {
  world.notices.push({ at: new Date().toISOString(), signature, body: typeof body === 'string' ? body : JSON.stringify(body) })
  tellCompany(world)
}
