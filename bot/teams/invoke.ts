// What Teams expects in answer to an invoke.
import type { TurnContext } from 'botbuilder'
import type { Answer, SignInAsked } from './teams.ts'

const types = {
  card: 'application/vnd.microsoft.card.adaptive',
  text: 'application/vnd.microsoft.activity.message',
  error: 'application/vnd.microsoft.error',
  signIn: 'application/vnd.microsoft.activity.loginRequest',
}

/** The HTTP status is 200 whatever happened; Teams reads the one inside (teams.md §5). */
export function answerInvoke(context: TurnContext, answer: Answer): Promise<void> {
  const body = (statusCode: number, type: string, value: unknown) => invokeResponse(context, 200, { statusCode, type, value })
  if ('card' in answer) return body(200, types.card, answer.card)
  if ('text' in answer) return body(200, types.text, answer.text)
  if ('refused' in answer) return body(answer.refused, types.error, { code: codes[answer.refused], message: answer.why })
  if ('signIn' in answer) return body(401, types.signIn, loginRequest(answer.signIn))
  return invokeResponse(context, 200, { statusCode: 200, type: types.text, value: '' })
}

/** The client signs its owner in and presses again, by itself where `exchange` is there, else by the button. */
const loginRequest = ({ connection, text, link, exchange }: SignInAsked) => ({
  text,
  connectionName: connection,
  ...(exchange ? { tokenExchangeResource: exchange } : {}),
  buttons: [{ title: text, text, type: 'signin', value: link }],
})

const codes = { 400: 'BadRequest', 403: 'Forbidden' }

export async function invokeResponse(context: TurnContext, status: number, body?: object): Promise<void> {
  await context.sendActivity({ type: 'invokeResponse', value: { status, body } })
}
