'use client';

/** Two soft notes: somebody is offered to you. Nothing is fetched; silence where the browser does not allow sound yet. */
export function ring() {
  if (!soundWanted() || typeof AudioContext === 'undefined' || !navigator.userActivation.hasBeenActive) return;
  const audio = new AudioContext();
  const play = (frequency: number, at: number) => {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.type = 'sine';
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(0, audio.currentTime + at);
    volume.gain.linearRampToValueAtTime(0.16, audio.currentTime + at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + at + 0.5);
    tone.connect(volume).connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + 0.55);
  };
  play(659.25, 0);
  play(987.77, 0.14);
  setTimeout(() => void audio.close(), 1_200);
}

const soundKey = 'switchboard.sound';

export function soundWanted(): boolean {
  try {
    return localStorage.getItem(soundKey) !== 'off';
  } catch {
    return true;
  }
}

export function wantSound(wanted: boolean) {
  try {
    localStorage.setItem(soundKey, wanted ? 'on' : 'off');
  } catch {
    // A browser without storage rings; that is the default anyway.
  }
}

/** What the browser says of notifications; `unsupported` where it has none. */
export function notificationState(): NotificationPermission | 'unsupported' {
  return typeof Notification === 'undefined' ? 'unsupported' : Notification.permission;
}

/** Shows a notification where the reader allowed them and does not look at the console right now. */
export function notify(title: string, body: string, tag: string, onClick: () => void) {
  if (notificationState() !== 'granted' || document.visibilityState === 'visible') return;
  const shown = new Notification(title, { body, tag });
  shown.onclick = () => {
    window.focus();
    shown.close();
    onClick();
  };
}
