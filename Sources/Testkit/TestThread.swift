internal import Glibc

/// A thread of the tests' own.
package final class TestThread {
  private var handle = pthread_t()

  package init(_ body: @escaping @Sendable () -> Void) {
    let boxed = unsafe Unmanaged.passRetained(Box(body)).toOpaque()
    unsafe pthread_create(
      &handle, nil,
      { argument in
        if let argument = unsafe argument {
          unsafe Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
        }
        return nil
      }, boxed)
  }

  /// Waits for its end.
  package func join() {
    pthread_join(handle, nil)
  }

  private final class Box {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
