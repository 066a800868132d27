import { holdOfTheReference } from './judged.fixture.ts'
import { negotiation } from './negotiation.ts'

holdOfTheReference(negotiation)
