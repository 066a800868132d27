import { hashReport } from './hash-report.ts'
import { holdOfTheReference } from './judged.fixture.ts'

holdOfTheReference(hashReport)
