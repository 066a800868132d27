import { holdOfTheReference } from './judged.fixture.ts'
import { mtu } from './mtu.ts'

holdOfTheReference(mtu)
