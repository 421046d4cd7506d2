// bot/main.ts as it runs in a company, except that Microsoft is on this machine. Nothing in the environment could do that to the real one.
import { readConfig } from '../../bot/config.ts'
import { run } from '../../bot/run.ts'
import { redirectConnector } from './microsoft.ts'

const { TEST_METADATA: openIdMetadata = '', TEST_GRAPH: graphBaseUrl = '', TEST_CONNECTOR: connector = '' } = process.env
redirectConnector(connector)
await run(() => ({ ...readConfig(process.env), openIdMetadata, graphBaseUrl, host: '127.0.0.1' }))
