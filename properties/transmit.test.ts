import { holdOfTheReference } from './judged.fixture.ts'
import { transmission } from './transmit.ts'

holdOfTheReference(transmission)
