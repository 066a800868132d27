import { areKilled } from '../judged.fixture.ts'
import { lifeCycle } from '../life-cycle.ts'
import { lifeCycleBugs } from './life-cycle.ts'

areKilled(lifeCycleBugs, lifeCycle)
