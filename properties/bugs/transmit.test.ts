import { areKilled } from '../judged.fixture.ts'
import { transmission } from '../transmit.ts'
import { transmitBugs } from './transmit.ts'

areKilled(transmitBugs, transmission)
