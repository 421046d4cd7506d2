// Passes by the bot's own right: then Entra sets no ceiling, and whoever takes over the bot could become anybody whom no restricted unit protects.
// So it is refused at the start unless all of what has to stand in that way is there (security.md §2.1, §2.11).
import { BadConfig } from '../config.ts'
import type { Entra } from '../entra/entra.ts'
import type { Settings } from '../settings.ts'
import type { Tier } from './proof.ts'

const isOn = ({ pass }: Settings) => pass.mode === 'appOnly'

/** Administrators and executives are for people with a role in Entra; nobody else's account is worth as much. */
export const tooHighForApp = (settings: Settings, tier: Tier) => isOn(settings) && tier !== 'standard' && tier !== 'new-hire'

/** Throws `BadConfig`, one line, for what is missing; and an ordinary error when Entra does not answer, for another start may help. */
export async function guardAppOnly(settings: Settings, entra: Pick<Entra, 'createPass' | 'deletePass'>): Promise<void> {
  if (!isOn(settings)) return
  const { pass, agentSignIn, helpdeskChannel, groups } = settings
  const needed: [string, unknown][] = [
    ['pass.appOnly', pass.appOnly],
    ['agentSignIn', agentSignIn],
    ['helpdeskChannel', helpdeskChannel],
    ['groups.security', groups.security],
    ['groups.breakGlass', groups.breakGlass],
  ]
  const missing = needed.filter(([, value]) => value === undefined).map(([name]) => name)
  if (missing.length > 0 || !pass.appOnly)
    throw new BadConfig(`UNLOCK_CONFIG: pass.mode "appOnly" makes passes by Unlock's own right, and needs ${missing.join(', ')} as well`)
  await tryDecoy(pass.appOnly.decoy, pass.lifetimeMinutes, entra)
}

/** What the company says of its restricted units is tried at one of them. */
async function tryDecoy(decoy: string, lifetimeMinutes: number, entra: Pick<Entra, 'createPass' | 'deletePass'>): Promise<void> {
  const tried = await entra.createPass(decoy, { lifetimeMinutes, usableOnce: true })
  if ('refused' in tried && tried.refused === 'forbidden') return
  if ('made' in tried) {
    const gone = await entra.deletePass(decoy, tried.made.pass.id)
    const left = gone.ok ? '' : ', and it could not be deleted: do that by hand'
    throw new BadConfig(`UNLOCK_CONFIG: pass.appOnly.decoy: Unlock could make a pass for it, so no restricted unit protects it${left}`)
  }
  if ('refused' in tried && (tried.refused === 'person' || tried.refused === 'policy'))
    throw new BadConfig('UNLOCK_CONFIG: pass.appOnly.decoy is no account that could have a pass, so it proves nothing')
  throw new Error('Entra did not say whether a restricted unit protects the decoy; pass.mode "appOnly" does not start without that')
}
