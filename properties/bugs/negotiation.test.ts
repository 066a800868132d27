import { areKilled } from '../judged.fixture.ts'
import { negotiation } from '../negotiation.ts'
import { negotiationBugs } from './negotiation.ts'

areKilled(negotiationBugs, negotiation)
