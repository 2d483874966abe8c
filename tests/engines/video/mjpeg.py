"""A fake network camera: motion JPEG over HTTP on loopback, which can pause, hang up and vanish."""

import http.server
import socketserver
import threading

import cv2

from tests.engines.video.clips import numbered_picture


class MjpegServer:
    """Sends numbered pictures, 100 per second, to whoever asks."""

    def __init__(self) -> None:
        self._jpegs = [cv2.imencode(".jpg", numbered_picture(n))[1].tobytes() for n in range(64)]
        self._flowing, self._closing = threading.Event(), threading.Event()
        self._flowing.set()
        self._hang_up = threading.Event()
        self.connections = 0
        camera = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                camera.connections += 1
                camera._hang_up.clear()
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=f")
                self.end_headers()
                try:
                    camera._send(self.wfile)
                except OSError:
                    self.close_connection = True

            def log_message(self, *_) -> None:
                pass

        class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
            daemon_threads = True
            block_on_close = False

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/live"

    def pause(self) -> None:
        self._flowing.clear()

    def resume(self) -> None:
        self._flowing.set()

    def hang_up(self) -> None:
        """Ends the connections of now; new ones are taken."""
        self._hang_up.set()

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def _send(self, wfile) -> None:
        number = 0
        while not self._closing.is_set() and not self._hang_up.is_set():
            if not self._flowing.wait(0.02):
                continue
            jpeg = self._jpegs[number % len(self._jpegs)]
            head = b"--f\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n" % len(jpeg)
            wfile.write(head + jpeg + b"\r\n")
            number += 1
            self._closing.wait(0.01)
