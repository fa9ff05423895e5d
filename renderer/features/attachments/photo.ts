/** Makes of a camera's photo what a report needs: a few hundred kB, and nothing of what the camera wrote beside the picture. */

/** Of the longest side, in pixels. */
const LONGEST = 1600;
const QUALITY = 0.8;

/** Not a picture that this program can read. */
export class NoPhotoError extends Error {}

/**
 * A JPEG, turned as it was taken, of at most 1600 pixels. It is drawn anew, so that position, names and serial numbers of the
 * camera (EXIF) stay behind.
 *
 * @throws NoPhotoError
 */
export async function scalePhoto(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => {
    throw new NoPhotoError();
  });
  try {
    return await drawn(picture, picture.width, picture.height);
  } finally {
    picture.close();
  }
}

/** The picture that a camera shows now, as a JPEG. */
export const takePhoto = (video: HTMLVideoElement): Promise<Blob> => drawn(video, video.videoWidth, video.videoHeight);

function drawn(picture: ImageBitmap | HTMLVideoElement, width: number, height: number): Promise<Blob> {
  const factor = Math.min(1, LONGEST / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(width * factor)), Math.max(1, Math.round(height * factor)));
  const context = canvas.getContext('2d');
  if (!context) throw new NoPhotoError();
  // What a picture leaves transparent would be black.
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
}

export interface Position {
  latitude: number;
  longitude: number;
}

/** Where the camera says that it was; nothing when it does not. Only asked for when the user wants to keep it. */
export async function positionOf(file: Blob): Promise<Partial<Position>> {
  const { default: ExifReader } = await import('exifreader');
  try {
    const { gps } = ExifReader.load(await file.arrayBuffer(), { expanded: true });
    const { Latitude: latitude, Longitude: longitude } = gps ?? {};
    if (latitude === undefined || longitude === undefined) return {};
    return Number.isFinite(latitude) && Number.isFinite(longitude) ? { latitude, longitude } : {};
  } catch {
    // A picture without such notes.
    return {};
  }
}
