import { areKilled } from '../judged.fixture.ts'
import { mtu } from '../mtu.ts'
import { mtuBugs } from './mtu.ts'

areKilled(mtuBugs, mtu)
