import { hashReport } from '../hash-report.ts'
import { areKilled } from '../judged.fixture.ts'
import { hashBugs } from './hash.ts'

areKilled(hashBugs, hashReport)
