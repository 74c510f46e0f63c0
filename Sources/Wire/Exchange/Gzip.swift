import CZlib

/// Bodies packed for the line; one member of gzip, whole.
package enum Gzip {
  /// Below this a body travels as it is: packing would cost more than it saves.
  package static let worthwhile = 256

  package static func pack(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    let window = min(max(Int.bitWidth - bytes.count.leadingZeroBitCount, 9), 15)
    guard czlib_pack(&stream, 6, Int32(window)) == Z_OK else {
      preconditionFailure("zlib finds no memory to pack a body")
    }
    defer { deflateEnd(&stream) }
    return bytes.withUnsafeBufferPointer { source in
      stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
      stream.avail_in = uInt(source.count)
      let bound = Int(deflateBound(&stream, uLong(source.count)))
      return [UInt8](unsafeUninitializedCapacity: bound) { target, count in
        stream.next_out = target.baseAddress
        stream.avail_out = uInt(bound)
        // Within the bound one call does it all.
        deflate(&stream, Z_FINISH)
        count = bound - Int(stream.avail_out)
      }
    }
  }

  /// Throws `tooLarge` where more than `limit` bytes come out, and `malformedExchange` for what is cut
  /// off, followed by something, or no gzip.
  package static func unpack(_ bytes: [UInt8], limit: Int) throws(WireError) -> [UInt8] {
    var stream = z_stream()
    guard czlib_unpack(&stream) == Z_OK else { throw WireError(.tooLarge) }
    defer { inflateEnd(&stream) }
    var result: [UInt8] = []
    let chunk = min(max(bytes.count * 6, 1 << 10), 64 << 10)
    result.reserveCapacity(chunk)
    var status = Z_OK
    bytes.withUnsafeBufferPointer { source in
      stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
      stream.avail_in = uInt(source.count)
      while status == Z_OK, result.count <= limit {
        result += [UInt8](unsafeUninitializedCapacity: chunk) { target, count in
          stream.next_out = target.baseAddress
          stream.avail_out = uInt(chunk)
          status = inflate(&stream, Z_NO_FLUSH)
          count = chunk - Int(stream.avail_out)
        }
      }
    }
    guard result.count <= limit else { throw WireError(.tooLarge) }
    guard status == Z_STREAM_END, stream.avail_in == 0 else {
      throw WireError(.malformedExchange)
    }
    return result
  }
}
