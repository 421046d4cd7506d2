// What waves do later, each job with its handler.
import type { Deps } from '../deps.ts'
import type { JobHandlers, JobName } from '../jobs/jobs.ts'
import { correctAll } from './correct.ts'
import { gather } from './gather.ts'
import { recall } from './recall.ts'
import { tellApprovers } from './tell-approvers.ts'
import { tellWeek } from './week.ts'

export const jobs = (deps: Deps): Pick<JobHandlers, Extract<JobName, `waves.${string}`>> => ({
  'waves.gather': gather(deps),
  'waves.ask': tellApprovers(deps),
  'waves.recall': recall(deps),
  'waves.correct': correctAll(deps),
  'waves.week': tellWeek(deps),
})
