"""The reference's own application, but for its draw, which is uniform here."""

import random
import string

from flask import Flask, jsonify

app = Flask(__name__)


@app.route("/")
def greet():
    return "Hello World! See /api for JSON."


@app.route("/api")
def draw_letters():
    letters = string.ascii_letters
    return jsonify({str(key): random.choice(letters) for key in range(len(letters))})
