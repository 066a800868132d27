import { areKilled } from '../judged.fixture.ts'
import { queueReset } from '../queue-reset.ts'
import { queueResetBugs } from './queue-reset.ts'

areKilled(queueResetBugs, queueReset)
