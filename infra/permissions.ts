// Shows, and with --apply grants, the Microsoft Graph permissions of the bot's managed identity: each with its reason and what is lost without it.
//   npm run permissions -- --identity <object id of the identity> [--apply] [--with Mail.Send]
// It asks Azure through `az rest`, as whoever is signed in there: Privileged Role Administrator or Global Administrator for --apply.
import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import file from '../bot/readiness/permissions.json' with { type: 'json' }

const usage = 'npm run permissions -- --identity <object id> [--apply] [--with <optional permission>]…\n'
const graph = 'https://graph.microsoft.com/v1.0'

interface Assignment {
  id: string
  appRoleId: string
  resourceId: string
}

interface AppRole {
  id: string
  value: string
}

function main(): void {
  const { identity, apply, wanted } = options()
  const api = find(`/servicePrincipals?$filter=appId eq '${file.graphAppId}'&$select=id,appRoles`)[0] as { id: string; appRoles: AppRole[] }
  const held = find(`/servicePrincipals/${identity}/appRoleAssignments`).filter(
    (each) => (each as Assignment).resourceId === api.id,
  ) as Assignment[]
  for (const { name, why, without, id } of wanted) {
    // What the tenant says goes before our file: an id that is not its own would grant something else.
    const role = api.appRoles.find(({ value }) => value === name)
    if (role?.id !== id)
      throw new Error(`${name} has the id ${role?.id ?? 'of nothing'} in this tenant, and ${id} in permissions.json. Nothing was granted.`)
    const has = held.some(({ appRoleId }) => appRoleId === id)
    say(`${has ? 'has' : apply ? 'grant' : 'lacks'}`, name, `${why}. Without it ${without}.`)
    if (!has && apply)
      az('post', `/servicePrincipals/${identity}/appRoleAssignments`, { principalId: identity, resourceId: api.id, appRoleId: id })
  }
  for (const { id, appRoleId } of held.filter((each) => !wanted.some((one) => one.id === each.appRoleId))) {
    const name = api.appRoles.find((role) => role.id === appRoleId)?.value ?? appRoleId
    const optional = file.optional.find((each) => each.id === appRoleId)
    say(
      'too much',
      name,
      `${optional ? `Only with ${optional.when} in the settings; then say --with ${name}` : 'Unlock does not use it'}. Take it away: az rest --method delete --uri "${graph}/servicePrincipals/${identity}/appRoleAssignments/${id}"`,
    )
  }
  if (!apply) process.stdout.write('\nNothing was changed. --apply grants what it lacks.\n')
}

function options() {
  const { values } = parseArgs({
    options: {
      identity: { type: 'string' },
      apply: { type: 'boolean', default: false },
      with: { type: 'string', multiple: true, default: [] },
    },
  })
  const { identity = '', apply, with: names } = values
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(identity))
    throw new Error('--identity is the object id of the managed identity: identityId of the deployment')
  const optional = names.map((name) => {
    const found = file.optional.find((each) => each.name === name)
    if (!found) throw new Error(`--with ${name} is not known; ${file.optional.map((each) => each.name).join(' or ')}`)
    return found
  })
  return { identity, apply, wanted: [...file.permissions, ...optional] }
}

function say(mark: string, name: string, text: string): void {
  process.stdout.write(`${mark.padEnd(9)} ${name}\n          ${text}\n`)
}

/** A whole collection. */
function find(path: string): unknown[] {
  const found: unknown[] = []
  for (let next: string | undefined = path; next; ) {
    const page = az('get', next) as { value: unknown[]; '@odata.nextLink'?: string }
    found.push(...page.value)
    next = page['@odata.nextLink']?.replace(graph, '')
  }
  return found
}

function az(method: 'get' | 'post', path: string, body?: object): unknown {
  const sent = body ? ['--headers', 'Content-Type=application/json', '--body', JSON.stringify(body)] : []
  const answer = execFileSync('az', ['rest', '--method', method, '--uri', `${graph}${path}`, ...sent], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return answer.trim() === '' ? undefined : JSON.parse(answer)
}

try {
  main()
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException
  process.stderr.write(
    `${code === 'ENOENT' ? 'az is not installed: it is the Azure CLI, learn.microsoft.com/cli/azure/install-azure-cli' : message}\n${usage}`,
  )
  process.exitCode = 1
}
