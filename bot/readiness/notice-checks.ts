// Where notices go besides Teams: whether they would arrive.
import { type Finding, finding, is, type Looking, unread } from './finding.ts'

export async function noticeChecks({ settings: { notices }, directory, webhook }: Looking): Promise<Finding[]> {
  const { mailbox, webhook: told } = notices
  const [found, reached] = await Promise.all([mailbox ? directory.byAddress([mailbox]) : undefined, told ? webhook() : undefined])
  return [
    ...(found ? [finding('notices-mailbox', found.ok ? is(found.value.length > 0, mailbox) : unread(found.why))] : []),
    ...(reached ? [finding('notices-webhook', seen(reached))] : []),
  ]
}

function seen({ key, answers }: { key: boolean; answers: boolean }) {
  if (!key) return is(false, 'its key cannot be read, or is too short')
  return is(answers, answers ? undefined : 'nothing answers there')
}
