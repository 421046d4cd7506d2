// npm run doctor:demo: what the doctor says of the sample company.
import { examine } from '../support/doctor.ts'
import { startSampleCompany } from './company.ts'

const company = await startSampleCompany()
const { code, said, complained } = await examine(company, process.argv.slice(2))
process.stdout.write(said)
process.stderr.write(complained)
await company.close()
process.exitCode = code ?? 1
