import { areKilled } from '../judged.fixture.ts'
import { tunnel } from '../tunnel.ts'
import { tunnelBugs } from './tunnel.ts'

areKilled(tunnelBugs, tunnel)
