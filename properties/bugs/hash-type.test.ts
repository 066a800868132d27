import { hashReport } from '../hash-report.ts'
import { areKilled } from '../judged.fixture.ts'
import { hashTypeBugs } from './hash-type.ts'

areKilled(hashTypeBugs, hashReport)
