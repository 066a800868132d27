import { holdOfTheReference } from './judged.fixture.ts'
import { tunnel } from './tunnel.ts'

holdOfTheReference(tunnel)
