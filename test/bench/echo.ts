// The least a botbuilder bot can do: say back what was said, answer a press with a card. What our turns are measured against.
import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder'
import restify from 'restify'

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}))
const server = restify.createServer({ name: 'echo' })
server.use(restify.plugins.bodyParser())
const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'pressed', wrap: true }] }

server.post('/api/messages', async (request: restify.Request, response: restify.Response) => {
  await adapter.process(request, response as never, async (context) => {
    if (context.activity.type === 'message') await context.sendActivity(`You said: ${context.activity.text}`)
    if (context.activity.type !== 'invoke') return
    const body = { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card }
    await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } })
  })
})
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as { port: number }
  process.stdout.write(`${JSON.stringify({ msg: 'ready', url: `http://127.0.0.1:${port}` })}\n`)
})
