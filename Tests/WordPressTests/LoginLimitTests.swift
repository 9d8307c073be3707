import Runtime
import Testing

@testable import WordPress

@Suite struct LoginLimitTests {
  private let clock = VirtualClock(Instant(unixSeconds: 1_795_453_303))
  private let key = LoginLimit.Key(address: "203.0.113.7", name: Array("alice".utf8))

  @Test func tenFailuresAMinuteMakeAPause() {
    var limit = LoginLimit()
    for _ in 0..<LoginLimit.failuresMax {
      #expect(limit.pauseSeconds(key, at: clock.now) == nil)
      limit.fail(key, at: clock.now)
      clock.advance(seconds: 2)
    }
    // The first failure was twenty seconds ago.
    #expect(limit.pauseSeconds(key, at: clock.now) == 40)
    clock.advance(seconds: 39.5)
    #expect(limit.pauseSeconds(key, at: clock.now) == 1)
    clock.advance(seconds: 0.5)
    #expect(limit.pauseSeconds(key, at: clock.now) == nil)
    // One more attempt, and the next two seconds are a pause again.
    limit.fail(key, at: clock.now)
    #expect(limit.pauseSeconds(key, at: clock.now) == 2)
    clock.advance(seconds: 61)
    #expect(limit.pauseSeconds(key, at: clock.now) == nil)
  }

  @Test func othersAreNotHeldUp() {
    var limit = LoginLimit()
    for _ in 0..<50 { limit.fail(key, at: clock.now) }
    #expect(limit.pauseSeconds(key, at: clock.now) == 60)
    let elsewhere = LoginLimit.Key(address: "203.0.113.8", name: Array("alice".utf8))
    let other = LoginLimit.Key(address: "203.0.113.7", name: Array("bob".utf8))
    #expect(limit.pauseSeconds(elsewhere, at: clock.now) == nil)
    #expect(limit.pauseSeconds(other, at: clock.now) == nil)
    #expect(
      LoginLimit.Key(address: "a", name: [0x62]) != LoginLimit.Key(address: "ab", name: []))
  }

  @Test func theTableIsBoundedAndForgetsTheOldestFirst() {
    var limit = LoginLimit()
    for _ in 0..<LoginLimit.failuresMax { limit.fail(key, at: clock.now) }
    clock.advance(seconds: 0.001)
    let blocked = LoginLimit.Key(address: "::1", name: Array("bob".utf8))
    for _ in 0..<LoginLimit.failuresMax { limit.fail(blocked, at: clock.now) }
    for number in 2..<LoginLimit.keysMax {
      limit.fail(LoginLimit.Key(address: "\(number)", name: []), at: clock.now)
    }
    #expect(limit.count == LoginLimit.keysMax)
    limit.fail(LoginLimit.Key(address: "new", name: []), at: clock.now)
    #expect(limit.count == LoginLimit.keysMax)
    #expect(limit.pauseSeconds(key, at: clock.now) == nil)
    #expect(limit.pauseSeconds(blocked, at: clock.now) == 60)
    clock.advance(seconds: 61)
    limit.fail(key, at: clock.now)
    #expect(limit.count == 1)
  }

  @Test func aClockThatGoesBackHoldsNobodyUp() {
    var limit = LoginLimit()
    for _ in 0..<LoginLimit.failuresMax { limit.fail(key, at: clock.now) }
    let earlier = clock.now.adding(seconds: -3600)
    #expect(limit.pauseSeconds(key, at: earlier) == nil)
  }
}
