import { hashReport } from '../hash-report.ts'
import { areKilled } from '../judged.fixture.ts'
import { receiveOffload } from '../receive-offload.ts'
import { receiveOffloadBugs } from './receive-offload.ts'

areKilled(receiveOffloadBugs, [...receiveOffload, ...hashReport])
