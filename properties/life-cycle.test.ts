import { holdOfTheReference } from './judged.fixture.ts'
import { lifeCycle } from './life-cycle.ts'

holdOfTheReference(lifeCycle)
